// A word of a command that a person is to type or paste: quoted where a shell would read it as something
// else.

/** As a POSIX shell takes it; a name that begins with `-` is made a path, as it is no option. */
export function shellWord(word: string): string {
  const path = word.startsWith('-') ? `./${word}` : word;
  return /^[\w@%+=:,./-]+$/.test(path) ? path : `'${path.replaceAll("'", String.raw`'\''`)}'`;
}
