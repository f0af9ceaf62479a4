// Whether docker can take the one text of a command apart into words. Source: google/shlex, by which
// docker/cli does it: quotes have to be closed, and a backslash needs something after it.

export function areShellWords(written: string): boolean {
  let open: '"' | "'" | null = null;
  let inWord = false;
  for (let at = 0; at < written.length; at += 1) {
    const character = written[at] ?? '';
    if (open === "'") {
      if (character === "'") open = null;
    } else if (character === '\\') {
      at += 1;
      if (at >= written.length) return false;
      inWord = true;
    } else if (open === '"') {
      if (character === '"') open = null;
    } else if (character === '"' || character === "'") {
      open = character;
      inWord = true;
    } else if (character === '#' && !inWord) {
      const end = written.indexOf('\n', at);
      at = end < 0 ? written.length : end;
    } else inWord = !/\s/.test(character);
  }
  return open === null;
}
