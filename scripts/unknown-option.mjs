// Whether a program that has this help takes what it is asked for, without starting it.

/** The first of `given` that is an option which `help` does not name; null where there is none. */
export function unknownOption(given, help) {
  const known = new Set([...help.matchAll(/(?<=\s)--?([A-Za-z][\w-]*)/g)].map(([, name]) => kebab(name)));
  const isKnown = (word) => {
    const name = /^--?(?:no-)?([A-Za-z][\w-]*)(?:[.=].*)?$/s.exec(word)?.[1];
    return name === undefined || known.has(kebab(name));
  };
  return given.find((word) => !isKnown(word)) ?? null;
}

/** Either way of writing it is taken. */
function kebab(name) {
  return name.replace(/(?<=[a-z])[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
