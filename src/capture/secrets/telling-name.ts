// Which names say that their value is secret, so that a capture puts another in its place. A setting that is
// replaced for nothing breaks the app as surely as a secret that is kept gives it away, so a name must end in
// the telling word: `db_password` is one, `password_encryption` is not.

/**
 * `sure`: whatever its value is. `by-look`: where the value looks like one, as `SMTP_AUTH` or a plain `key`.
 * Null: never.
 */
export type Telling = 'sure' | 'by-look' | null;

const passwords = 'password|passwort|passwd|passphrase|passcode|kennwort|pass|pwd|pw';
const sureWord = new RegExp(
  `^(?:${passwords}|psk|secret|token|apikey|credential|creds?|authorization|bearer|salt|pepper|dsn|` +
    'webhook)s?$',
);
/** Words that are written together, as `requirepass`, `dbpassword`, `authtoken`, `rootpw`. */
const sureEnd = new RegExp(
  `^[a-z]{2,}(?:password|passwort|passwd|passphrase|pass|pwd|secret|token|apikey|privatekey|secretkey|` +
    'accesskey)s?$|^(?:bind|root|admin|user|db|manager|ldap|bot)pw$|^password(?:salt|key)$|^masterauth$|' +
    '^securejsondata$',
);
/** No secret: what goes by, and what a proxy hands on to. */
const notPass = /^(?:bypass|compass|encompass|trespass|surpass|underpass|overpass|(?:proxy|fastcgi)pass)$/;
const handsOn: ReadonlySet<string> = new Set([
  ...['proxy', 'fastcgi', 'uwsgi', 'scgi', 'grpc', 'memcached', 'no', 'by', 'multi', 'first', 'single'],
  ...['two', 'one', 'second', 'render'],
]);
/** What makes a key a secret one. */
const keyOf: ReadonlySet<string> = new Set([
  ...['api', 'secret', 'private', 'access', 'encryption', 'encrypt', 'encrypting', 'decryption', 'signing'],
  ...['sign', 'signature', 'master', 'auth', 'authentication', 'app', 'application', 'security', 'crypto'],
  ...['cipher', 'account', 'storage', 'shared', 'preshared', 'license', 'licence', 'deploy', 'jwt', 'hmac'],
  ...['aes', 'webhook', 'nonce', 'in', 'admin', 'client', 'consumer', 'integration', 'service', 'session'],
  ...['routing', 'write', 'instrumentation', 'erlang', 'wallet', 'otp', 'totp', 'cookie', 'token', 'csrf'],
  ...['csrftoken', 'password', 'pass', 'passwd', 'salt', 'credential', 'credentials', 'derivation'],
]);
const lookWord = /^(?:auth|keys?|cookies?|jwt|pat|otp|totp|pin|hmac|sig|signature|nonce|seed|hash|cert)$/;
const telling = /passw|secret|token|passphrase|credential|private|api_?key/;
/** What a name may say at its end of one secret among several, or of how it is written. */
const oneOf: ReadonlySet<string> = new Set([
  ...['v', 'base', 'prod', 'production', 'staging', 'stage', 'dev', 'test', 'old', 'new', 'prev', 'previous'],
  ...['current', 'next', 'primary', 'secondary', 'default', 'value', 'raw', 'plain', 'plaintext', 'base64'],
  ...['b', 'hex', 'text', 'string', 'str', 'data', 'json'],
]);
/** Names that end so tell of a secret, and hold none. */
const aboutIt: ReadonlySet<string> = new Set([
  ...['file', 'path', 'dir', 'directory', 'sock', 'socket', 'version', 'length', 'ttl', 'type', 'method'],
  ...[
    'algorithm',
    'algorithms',
    'enabled',
    'expiry',
    'url',
    'uri',
    'endpoint',
    'host',
    'port',
    'name',
    'size',
  ],
  ...[
    'names',
    'user',
    'username',
    'encryption',
    'policy',
    'format',
    'prefix',
    'header',
    'field',
    'min',
    'max',
  ],
  ...[
    'timeout',
    'lifetime',
    'age',
    'count',
    'required',
    'complexity',
    'rounds',
    'cost',
    'scheme',
    'provider',
  ],
  ...[
    'command',
    'cmd',
    'mode',
    'issuer',
    'audience',
    'expiration',
    'expires',
    'duration',
    'interval',
    'limit',
  ],
]);
/** Numbers of them, as of a language model. */
const amountOf = /^(?:max|min|num|count|total|n)$/;

/** What is longer is no name. */
const nameMax = 200;

export function tellingOf(name: string): Telling {
  if (name.length > nameMax) return null;
  const parts = partsOf(name);
  while (parts.length > 1 && oneOf.has(parts.at(-1) ?? '')) parts.pop();
  const last = parts.at(-1) ?? '';
  const before = parts.at(-2) ?? '';
  if (parts.includes('public') || /^(?:OLD)?PWD$/.test(name) || aboutIt.has(last)) return null;
  if (/^tokens?$/.test(last) && amountOf.test(before)) return null;
  if (/^pass$/.test(last) && handsOn.has(before)) return null;
  if (sureWord.test(last) || (sureEnd.test(last) && !notPass.test(last))) return 'sure';
  if (/^keys?$/.test(last) && keyOf.has(before)) return 'sure';
  if (last === 'cookie' && before === 'erlang') return 'sure';
  if (last === 'auth' && /^redis(?:cli)?$/.test(before)) return 'sure';
  if (/^secure_?json_?data/i.test(name)) return 'sure';
  return lookWord.test(last) || last.endsWith('auth') || telling.test(parts.join('_')) ? 'by-look' : null;
}

/** Whether a secret is spoken of in it, though its end says that it holds none: `DB_PASSWORD_HOST`. */
export function tellsOfOne(name: string): boolean {
  const parts = partsOf(name);
  return !parts.includes('public') && telling.test(parts.join('_'));
}

/** Whether the name is of a password, which may be any word or number. */
export function isPasswordName(name: string): boolean {
  const last = partsOf(name).at(-1) ?? '';
  return new RegExp(`(?:${passwords}|pin)s?$`).test(last);
}

/** Whether it is of an address that holds a secret, which is no secret as a whole. */
export function isAddressName(name: string): boolean {
  return /^(?:dsn|webhook)s?$/.test(partsOf(name).at(-1) ?? '');
}

/** Whether it is a word of everyday by itself, so that it may stand in a sentence. */
export function isPlainWord(name: string): boolean {
  return /^[A-Za-z]?[a-z]+$/.test(name) && partsOf(name).length === 1 && !sureEnd.test(name.toLowerCase());
}

function partsOf(name: string): string[] {
  return name
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((part) => part !== '');
}
