// What is no secret whatever its name says: a switch, a path, what something else is put in the place of. And
// what looks like a secret, where its name does not say so for sure.
import { isAddressName, isPasswordName, tellingOf, tellsOfOne } from './telling-name.js';
import { withoutTrailing } from './trailing.js';

const switches =
  /^(?:true|false|yes|no|on|off|none|null|nil|undefined|~|enabled?|disabled?|\d|\*+|x{3,}|[|>][-+\d]*)$/i;
/** Where a section begins or ends. */
const brackets = /^[[\]{}()<>,;:=|]+$/;
/** Of a way to do something, which no password is called. */
const ways =
  /^(?:required|optional|always|never|prompt|plain|login|basic|bearer|digest|ldap|pam|md5|bcrypt|default)$/i;
/** Below the folders that every system has, or those in which containers are given their files. */
const path = new RegExp(
  '^(?:file:(?://)?|@|<)?/(?:etc|run|var|usr|opt|srv|home|root|tmp|mnt|proc|dev|sys|lib|bin|sbin|media|' +
    'data|app|config|secrets?|certs?|ssl|keys?|vault|www|code|workspace|bitnami)(?:/[\\w.@%+-]+)+/?$',
);
const relativePath = new RegExp(
  String.raw`^(?:\.{0,2}\/)?(?:[\w.-]+\/)*[\w-][\w.-]*\.` +
    '(?:key|pem|crt|cert|p12|pfx|jks|txt|json|ya?ml|conf|cnf|ini|gpg|asc)$',
);
const homePath = /^(?:~|\.{1,2})\/[\w./-]+$/;
/** What another program puts a value in the place of: whole. */
const placeholder = wholly([
  // of a shell, of compose and of HOCON; of awk and nginx
  /\$\{\??[\w.]+\}|\$[A-Z_][A-Z0-9_]*|\$\d|\$[a-z]+(?:_[a-z\d]+)+|\$\(.*\)|`[^`]*`/,
  // of Grafana, Python, logstash and Windows
  /\$__\w+\{[^{}]*\}|%\([\w.]+\)s|%\{[\w:.]+\}|%[A-Z_]+%/,
  // of templates
  /\{\{.*\}\}|\{%.*%\}|@\w+@|__[A-Z_]+__|<[\w -]+>|<%.*%>|#\{.*\}/,
]);
/** Who is asked for a value in a program, by a call, a place in a list or a part. */
const askedOf = wholly(
  [
    /(?:var|local|data)(?=\.)|fetch_env!|read!|get_?env|env|environ|ENV|os|System|process/,
    /lookup|config|settings/,
    /file_get_contents|readfile|readFileSync|read|open|input|prompt|getpass|require|include|import/,
    /document|request|req|self|this|args|ctx|params/,
  ],
  {
    before: String.raw`\$?(?:\w+[.:>-]+)*`,
    after: String.raw`(?:[.:>-]+\w+)*(?:\(.*|\[.*|\.\w[\w.()]*)[;,]?`,
  },
);
/** A field of an object in PHP, and a call without arguments. */
const asks = /^\$\w+(?:->|\[).*|^[A-Za-z_][\w.>:-]*\(\)[;,]?$/;

/** No path, call or place that something is put in is longer. */
const referenceMax = 1000;
/** No value that only looks like a secret is longer: a private key in base64 is shorter. */
export const lookMax = 8192;

/** A text that is one of these as a whole. */
function wholly(
  forms: readonly RegExp[],
  { before = '', after = '' }: { readonly before?: string; readonly after?: string } = {},
): RegExp {
  return new RegExp(`^${before}(?:${forms.map(({ source }) => source).join('|')})${after}$`);
}

export function isAsked(value: string): boolean {
  if (value.length > referenceMax) return false;
  const text = value.trim();
  return askedOf.test(text) || asks.test(text);
}

export function isHarmless(name: string, value: string): boolean {
  const text = value.trim();
  if (isNone(name, text)) return true;
  if (tellingOf(name) === 'by-look')
    return !looksSecret(text) && !isPin(name, text) && !(isPairName(name) && isPair(text));
  if (isPasswordName(name)) return false;
  return ways.test(text) || /^\d{1,5}(?:[smhd]|ms)?$/.test(text) || isAddressName(name);
}

/**
 * Whether the name tells of a secret, but for sure neither that its value is one nor that it is none, as of
 * `DB_PASSWORD_SHOP=harbour`: only whoever knows the app can say.
 */
export function isDoubtful(name: string, value: string): boolean {
  const text = value.trim();
  if (isNone(name, text)) return false;
  const telling = tellingOf(name);
  if (telling === null) return tellsOfOne(name) && looksSecret(text) && !/^\d+$/.test(text);
  if (!isHarmless(name, value)) return false;
  if (telling === 'sure') return /^\d{3,5}$/.test(text);
  return (
    !ways.test(text) && !/^\d{1,5}(?:[smhd]|ms)?$/.test(text) && !algorithm.test(text) && !ordinary.test(text)
  );
}

function isNone(name: string, text: string): boolean {
  if (text.length > referenceMax) return false;
  if (text === '' || switches.test(text) || placeholder.test(text) || brackets.test(text)) return true;
  if (path.test(text) || homePath.test(text)) return true;
  if (relativePath.test(text) && (text.includes('/') || !isPasswordName(name))) return true;
  return isReference(name, text);
}

/** Secrets of an orchestrator go by their names. */
function isReference(name: string, value: string): boolean {
  return (
    /^(?:image_?pull_?)?secrets$/i.test(name) && /^[A-Za-z]+(?:[_.-][A-Za-z]+)*(?:_?v?\d{1,3})?$/.test(value)
  );
}

function isPin(name: string, value: string): boolean {
  return /(?:^|[^a-z])pin$/i.test(name) && /^\d{4,12}$/.test(value);
}

/** What is asked of whoever logs in. */
export function isPairName(name: string): boolean {
  return /(?:auth|creds?|credentials?|login)s?$/i.test(name);
}

/** `user:password`. */
export function isPair(value: string): boolean {
  return value.length <= lookMax && /^[^\s:/]+:[^\s/]\S*$/.test(value) && !/:\d+$/.test(value);
}

/** The same in base64, as in a header of HTTP. */
export function isEncodedPair(value: string): boolean {
  if (!/^[A-Za-z0-9+/]{8,}={0,2}$/.test(value)) return false;
  return /^[\x21-\x7e]+:[\x20-\x7e]+$/.test(Buffer.from(value, 'base64').toString('latin1'));
}

/** One address, which may hold credentials. */
export function isAddress(value: string): boolean {
  return /^\s*(?:[a-z]+:)?[a-z][a-z0-9+.-]*:\/\/\S*\s*$/i.test(value);
}

const algorithm = /sha|md5|aes|rsa|\bhs\d|scrypt|argon|pbkdf|crypt|tls|ecdsa|25519|chacha|utf|oauth/i;
/** An address, a file, an instant, numbers, a version, and a host. */
const ordinary = wholly([
  /[a-z][a-z0-9+.-]*:\/\/\S*|\/[a-z/*._-]+|\d{4}-\d\d-\d\d.*|[\d.:/]+/,
  /v?\d+(?:\.\d+)+\S*|(?:[a-z0-9-]+\.)+[a-z]{2,}(?::\d+)?/,
]);

/** Random, as programs make keys and people passwords: digits among letters, or many of both cases. */
export function looksSecret(value: string): boolean {
  if (value.length < 6 || value.length > lookMax || /\s/.test(value)) return false;
  if (isEncodedPair(value)) return true;
  if (/^\d{6,}$/.test(value)) return true;
  if (ordinary.test(value) || (algorithm.test(value) && value.length < 32)) return false;
  if (/^[0-9a-f-]{16,}$/i.test(value) && /\d/.test(value)) return true;
  const hasBoth = /[a-z]/i.test(value) && /\d/.test(value);
  if (hasBoth && (/\d\D+\d/.test(value) || /[a-z]/.test(value) === /[A-Z]/.test(value))) return true;
  if (/[a-z]/i.test(value) && /[!@#%^&*?~]/.test(value)) return true;
  if (/^[A-Z]{16,}$/.test(value)) return true;
  return value.length >= 20 && /[a-z][A-Z]/.test(value) && /[A-Z]{2}/.test(value);
}

/** A word among others that is more than one: with a digit or a sign in it, as no word of a sentence. */
export function isNoWord(value: string): boolean {
  if (value.length > referenceMax) return true;
  const bare = withoutTrailing(value, /[.,:;!?)]/);
  if (/^\$\w+$|^(?:var)?(?:char|binary)\d?\(|^(?:n?varchar|decimal|numeric|int)\(/i.test(bare)) return false;
  return bare.length >= 4 && /[\d!@#$%^&*+=~?]/.test(bare);
}
