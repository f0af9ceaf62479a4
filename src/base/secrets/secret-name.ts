// Which names say that what they hold is secret: variables, parameters of a query, headers, fields.

/** Anywhere in a name. */
const telling = /secret|token|passw|passphrase|private|credential|api_?key/i;
/** As a word of a name, `DB_PASS`, `smtp.pwd`, `authHeader`. */
const words: ReadonlySet<string> = new Set([
  'pass',
  'pwd',
  'pw',
  'auth',
  'authorization',
  'bearer',
  'dsn',
  'salt',
  'pepper',
  'hmac',
  'jwt',
  'pat',
  'otp',
  'pin',
  'cookie',
  'creds',
  'cred',
  'webhook',
  'sig',
  'signature',
]);
/** Only beside another word: a plain `KEY` may be anything. */
const wordsBeside: ReadonlySet<string> = new Set(['key', 'keys']);
/** Names that end so tell of a secret, and hold none. */
const aboutIt: ReadonlySet<string> = new Set([
  'file',
  'path',
  'dir',
  'sock',
  'version',
  'length',
  'ttl',
  'type',
  'method',
  'algorithm',
  'enabled',
  'expiry',
]);
/** Of a public key, and of a shell's own working directory, which only capitals name. */
const harmless = /[Pp]ublic|PUBLIC|^(?:OLD)?PWD$/;

export function isSecretName(name: string): boolean {
  if (harmless.test(name)) return false;
  const parts = name
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((part) => part !== '');
  if (aboutIt.has(parts.at(-1) ?? '')) return false;
  return (
    telling.test(name) ||
    parts.some((part) => words.has(part)) ||
    (parts.length > 1 && parts.some((part) => wordsBeside.has(part)))
  );
}
