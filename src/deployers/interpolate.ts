// `$NAME` and `${NAME…}` in a compose file, put in as `docker stack deploy` does. Source: docker/cli, `cli/compose/template`.

const variable = '[_a-zA-Z][_a-zA-Z0-9]*';
const piece = String.raw`[^$]+|\$(?:\$|${variable}|\{${variable}(?::?[-?][^{}$]*)?\})`;
const parts = new RegExp(String.raw`^\$\{?(${variable})(:?)([-?]?)([^}]*)\}?$`);

/** The text with its variables put in; null where it is not understood here, or asks for a variable that has to be given and is not. */
export function interpolated(text: string, env: Readonly<Record<string, string>>): string | null {
  const pieces = [...text.matchAll(new RegExp(piece, 'gy'))].map(([one]) => one);
  if (pieces.join('') !== text) return null;
  const values = pieces.map((one) => (one.startsWith('$') ? valueOf(one, env) : one));
  return values.includes(null) ? null : values.join('');
}

function valueOf(written: string, env: Readonly<Record<string, string>>): string | null {
  if (written === '$$') return '$';
  const [, name = '', colon = '', how = '', word = ''] = parts.exec(written) ?? [];
  const value = env[name];
  if (value !== undefined && (value !== '' || colon === '')) return value;
  return how === '?' ? null : how === '-' ? word : '';
}
