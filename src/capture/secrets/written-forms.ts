// The other ways in which a secret may stand in a text: in a string of JSON, in an address, in base64 as a
// whole or behind a user's name. Each with what stands there for the made value.

export type Pairs = readonly (readonly [string, string])[];

export function writtenForms(secret: string, made: string): Pairs {
  const forms: readonly ((text: string) => string | null)[] = [
    (text) => text,
    (text) => JSON.stringify(text).slice(1, -1),
    encodeURIComponent,
    (text) => text.replaceAll('$', '$$$$'),
    (text) => text.replaceAll("'", String.raw`'\''`),
    (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
    ...[0, 1, 2].flatMap((ahead) => [
      (text: string) => inBase64(text, ahead),
      (text: string) => inBase64(text, ahead)?.replaceAll('+', '-').replaceAll('/', '_') ?? null,
    ]),
  ];
  const isAsLong = Buffer.byteLength(secret) === Buffer.byteLength(made);
  return forms.flatMap((form, index) => {
    const [before, after] = [form(secret), form(made)];
    const isWhole = index < 6;
    if (before === null || after === null || (!isWhole && !isAsLong)) return [];
    return before.length >= (isWhole ? 1 : 8) ? [[before, after] as const] : [];
  });
}

/** Behind so many bytes of something else: the characters that depend on this text alone. */
function inBase64(text: string, ahead: number): string | null {
  const bytes = Buffer.from(text, 'utf8');
  if (bytes.length < 8) return null;
  const whole = Buffer.concat([Buffer.alloc(ahead), bytes])
    .toString('base64')
    .replace(/=+$/, '');
  return whole.slice(Math.ceil((ahead * 8) / 6), Math.floor(((ahead + bytes.length) * 8) / 6));
}
