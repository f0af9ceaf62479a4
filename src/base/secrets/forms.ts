// The forms in which a value turns up in what programs write: as it is, escaped in JSON, in a URL, in base64,
// a line at a time.

/** A shorter text is masked by its place alone: as text it may be any word. */
export const shortestByText = 8;

/** Every form of the value that is long enough to be told from other text. */
export function formsOf(value: string): readonly string[] {
  const lines = value
    .split(/\r?\n|\r/)
    .map((line) => line.trim())
    .filter((line) => !/^-+[A-Z ]+-+$/.test(line));
  const texts = [value, value.trim(), ...(lines.length > 1 ? lines : [])].filter(
    (text) => text.length >= shortestByText,
  );
  const forms = texts.flatMap((text) => [text, ...escaped(text), ...inUrl(text), ...inBase64(text)]);
  return [...new Set(forms)].filter((form) => form.length >= shortestByText);
}

/**
 * In a string of JSON, also as Go writes it; in single quotes of a shell; in a compose file, where a dollar
 * is doubled.
 */
function escaped(text: string): readonly string[] {
  const json = JSON.stringify(text).slice(1, -1);
  const go = json.replace(/[<>&]/g, (character) => `\\u00${character.charCodeAt(0).toString(16)}`);
  return [json, go, text.replaceAll("'", "'\\''"), text.replaceAll('$', '$$$$')];
}

function inUrl(text: string): readonly string[] {
  const encoded = encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\uFFFD'));
  const strict = encoded.replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  const all = [encoded, strict, strict.replaceAll('%20', '+')];
  return [...all, ...all.map((form) => form.replace(/%[0-9A-F]{2}/g, (byte) => byte.toLowerCase()))];
}

/**
 * Wherever it begins in what was encoded, as after `user:`: the characters that depend on it alone, in both
 * alphabets.
 */
function inBase64(text: string): readonly string[] {
  const bytes = Buffer.from(text, 'utf8');
  return [0, 1, 2].flatMap((before) => {
    const whole = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    const own = whole.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6));
    return [own, own.replaceAll('+', '-').replaceAll('/', '_')];
  });
}
