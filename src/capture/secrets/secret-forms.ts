// What a secret looks like whatever it is called: hashes of passwords, private keys, tokens of well-known
// makes, passwords in addresses, lines of files that hold nothing else.
import { isEncodedPair, isHarmless, looksSecret } from './harmless-value.js';
import { headerSchemes } from './header-scheme.js';
import { keySpans, redisUserSpans } from './key-blocks.js';
import { moved, plainSpan, urlSpan, type Span } from './span.js';

/** Where there is a group, it is the secret. */
const forms: readonly RegExp[] = [
  // of crypt(3), htpasswd and what frameworks write
  /\$(?:apr1|1|2[abxy]?|5|6|7|y|gy|argon2(?:id?|d)|scrypt|pbkdf2(?:-sha\d+)?)\$[^\s:"']+/g,
  /\b(?:pbkdf2_sha\d+|bcrypt_sha256|bcrypt|argon2|scrypt)\$[^\s:,;"']{16,}/g,
  /\bSCRAM-SHA-(?:1|256|512)\$\d+:[A-Za-z0-9+/=]+\$[A-Za-z0-9+/=]+:[A-Za-z0-9+/=]+/g,
  /\bmd5[0-9a-f]{32}\b/g,
  // of LDAP and of mail servers
  /\{(?:S?SHA\d*(?:\.\w+)?|S?MD5|(?:[A-Z\d]+-)?CRYPT|PLAIN|CLEARTEXT|(?:ARGON2|PBKDF2)\w*)\}([^\s"',;:<]+)/g,
  // a JSON web token
  /\beyJ[\w-]{8,4096}\.[\w-]{8,}\.[\w-]*/g,
  /\b(?:gh[opsur]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|xox[abeprs]-[\w-]{10,}|xapp-[\w-]{20,})/g,
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b|\b(?:npm_\w{30,}|dop_v1_\w{40,}|hv[sb]\.[\w-]{20,}|AIza[\w-]{35})/g,
  /\b(?:sk|rk)_(?:live|test)_\w{10,}\b|\bSG\.[\w-]{16,}\.[\w-]{16,}|\bsk-[\w-]{20,}/g,
  /\b(?:hf_[A-Za-z\d]{30,}|dckr_pat_[\w-]{20,}|shp(?:at|ss|ca|pa)_[0-9a-f]{32}|tskey-[a-z]+-[\w-]{16,})/g,
  /\b(?:gl(?:rt|dt|soat|cbt|ptt|ft|imt|agent)-[\w-]{16,}|gls[ab]_\w{20,}|glc_[\w=+/]{20,}|do[or]_v1_\w{40,})/g,
  /\b(?:GOCSPX-[\w-]{20,}|whsec_[\w+/=]{20,}|lin_api_\w{20,}|pypi-AgE[\w-]{40,}|NRAK-[A-Z0-9]{20,})/g,
  /\bsq0(?:atp|csp|idp)-[\w-]{22,}|\bbot(\d{8,10}:[\w-]{35})(?=\/)/g,
  /\b\d{8,10}:[\w-]{35}\b|\bAGE-SECRET-KEY-1[A-Z0-9]{50,}/g,
  /\bhooks\.slack\.com\/services\/([\w/]+)|\bdiscord(?:app)?\.com\/api\/webhooks\/([\w/-]+)/g,
  // a hash of bcrypt in base64
  /\bJDJ[A-Za-z0-9+/]{40,}={0,2}/g,
  // coturn
  /^user=[^:\s=]+:(\S+)/gm,
  /\bbearer[ \t]+(?=[\w.~+/=-]*\d)([\w.~+/=-]{16,})/gi,
  /\becho\s+(?:-\w+\s+)*["']?[\w.-]+:([^\s"'|]+)["']?\s*\|\s*chpasswd/g,
  // what a shell hands on to a program that asks for it
  new RegExp(
    String.raw`\b(?:echo|printf)\s+(?:-\w+\s+|["']?%s(?:\\n)?["']?\s+)*["']?([^\s"'|$]+)["']?\s*` +
      String.raw`\|[^|;&\n]{0,200}(?:--password-stdin|--stdin)`,
    'g',
  ),
  // SQL
  /\bidentified\s+(?:with\s+\S+\s+)?(?:by|as)\s+(?:password\s+)?'([^'\n]+)'/gi,
  // after a header's name, which may be a variable
  new RegExp(
    String.raw`\bauthorization\b[^\n]{0,20}?\b(?:${headerSchemes})(?:\\?[ \t])+([^\s"'\\,;<]+)`,
    'gi',
  ),
];
/** Files in which nothing else stands: pgbouncer's list of users, .pgpass. */
const userLists: readonly RegExp[] = [
  /^"[^"\n]+"[ \t]+"([^"\n]+)"[ \t]*$/,
  /^(?:[^:\n\\]|\\.)*:(?:\d+|\*):(?:[^:\n\\]|\\.)*:(?:[^:\n\\]|\\.)*:(\S.*?)$/,
];
/** Of a hook, whose path is its password. */
const hook = /\b(?:hooks?|webhooks?)\b[^\s"'<>]{0,200}\/([\w-]{16,})/gi;
/** Of a header, a user with a password; `basic` alone is a word of everyday. */
const basic = /\bbasic[ \t]+([A-Za-z0-9+/]{8,}={0,2})/gi;
const goAddress = /(?<![\w.-])[\w.-]{1,200}:([^\s"'@]{1,500})@(?:tcp|unix)\(/g;
const address = /\b[a-z][a-z0-9+.-]{0,30}:\/\/([^\s"'<>`]*)/gi;

/** Of a password, as its program wrote it: nobody knows a password that it is of. */
export function isHash(secret: string): boolean {
  return /^\$(?:apr1|\d[a-z]?|g?y|argon2\w*|scrypt|pbkdf2[\w-]*)\$|^SCRAM-SHA-|^pbkdf2_sha/.test(secret);
}

/** The inside of a private key, or a whole one. */
export function isKey(secret: string): boolean {
  return /^(?:-----BEGIN |MII[A-Za-z0-9]|b3BlbnNzaC1rZXk)/.test(secret) && secret.length >= 24;
}

/** Every part of the text that is one. */
export function formSpans(text: string): readonly Span[] {
  return [
    ...forms.flatMap((form) => grouped(text, form)),
    ...[...keySpans(text), ...redisUserSpans(text)].filter(({ value }) => !isHarmless('password', value)),
    ...grouped(text, goAddress),
    ...grouped(text, basic).filter(({ value }) => isEncodedPair(value)),
    ...[...text.matchAll(address)].flatMap(({ 0: whole, 1: rest = '', index }) =>
      inAddress(rest).map((span) => moved(span, index + whole.length - rest.length)),
    ),
    ...[...text.matchAll(hook)].flatMap(({ 0: whole, 1: path = '', index }) =>
      looksSecret(path) ? [plainSpan(index + whole.length - path.length, path)] : [],
    ),
    ...userLines(text),
  ];
}

function grouped(text: string, form: RegExp): readonly Span[] {
  return [...text.matchAll(form)].flatMap(({ 0: whole, index, ...groups }) => {
    const value = [groups[1], groups[2]].find((one) => one !== undefined) ?? whole;
    return value === '' || isHarmless('password', value)
      ? []
      : [plainSpan(index + whole.lastIndexOf(value), value)];
  });
}

/** What is behind `//`: a password before the host; of a user without one, its name where it is random. */
function inAddress(rest: string): readonly Span[] {
  const at = hostAt(rest);
  if (at === null) return [];
  const colon = rest.indexOf(':');
  if (colon >= 0 && colon < at) {
    const password = rest.slice(colon + 1, at);
    return isHarmless('password', password) ? [] : [urlSpan(colon + 1, password)];
  }
  const user = rest.slice(0, at);
  return looksSecret(user) && user.length >= 16 ? [urlSpan(0, user)] : [];
}

/**
 * Where `@` stands before the host; null where no user is named. A password may hold `@`, `/`, `#` and `?`,
 * which nobody wrote otherwise as they should be: then the last `@` that a host follows.
 */
function hostAt(rest: string): number | null {
  const slash = rest.search(/[/?#]|$/);
  const head = rest.slice(0, slash);
  if (!head.includes('@') && isHost(head, rest.slice(slash))) return null;
  const last = [...rest.slice(0, queryAt(rest)).matchAll(beforeHost)].at(-1);
  if (last !== undefined) return last.index + last[0].length - 1;
  return head.includes('@') ? head.lastIndexOf('@') : null;
}

const beforeHost = /(?:^|[^/@])@+(?=[\w.-]+(?::\d+)?(?:[/?#,]|$))/g;

/** A host alone or with its port; a port is no password before a path or a query. */
function isHost(head: string, path: string): boolean {
  if (head.startsWith('[')) return true;
  return /^[^:]+(?::\d*)?$/.test(head) && (!head.includes(':') || !/^(?:#|\?[^=@]*@)/.test(path));
}

/** Where the query or fragment begins that follows a host and its path; else where the text ends. */
function queryAt(rest: string): number {
  const [host] = /^[^@]*[^/@]?@+[\w.-]+(?::\d+)?(?=[/?])/.exec(rest) ?? [];
  if (host === undefined) return rest.length;
  const path = rest.slice(host.length);
  const at = path.startsWith('/') ? path.search(/[?#]/) : path.search(/^\?[\w.-]+=/);
  return at < 0 ? rest.length : host.length + at;
}

function userLines(text: string): readonly Span[] {
  return userLists.flatMap((form) => {
    const lines = text.split('\n').map((line) => line.replace(/\r$/, ''));
    if (!lines.every((line) => /^\s*(?:[;#].*)?$/.test(line) || form.test(line))) return [];
    let from = 0;
    return text.split('\n').flatMap((line) => {
      const start = from;
      from += line.length + 1;
      const value = /^\s*[;#]/.test(line) ? '' : (form.exec(line.replace(/\r$/, ''))?.[1] ?? '');
      return value === '' ? [] : [plainSpan(start + line.lastIndexOf(value), value)];
    });
  });
}
