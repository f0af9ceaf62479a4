// What a secret looks like whatever it is called: hashes of passwords, private keys, tokens of well-known
// makes. What a name gives away is told in base/secrets.

const forms: readonly RegExp[] = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[^]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
  // of crypt(3) and htpasswd
  /\$(?:apr1|1|5|6|y|2[abxy]?|argon2(?:id?|d))\$[^\s:,;"']+/g,
  /\{SHA\}[A-Za-z0-9+/=]{20,}/g,
  // a JSON web token
  /\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g,
  /\b(?:gh[opsur]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|xox[abprs]-[\w-]{10,}|AKIA[A-Z0-9]{16})\b/g,
  /\b(?:sk|rk)_(?:live|test)_\w{10,}\b|\bSG\.[\w-]{16,}\.[\w-]{16,}/g,
];
const credentialsInUrl = /\b([a-z][a-z0-9+.-]{0,30}:\/\/[^\s/@:"']*:)([^\s/@"']+)@/gi;

/** Every part of the text that looks like one, as it stands there. */
export function secretsByForm(text: string): readonly string[] {
  return [
    ...forms.flatMap((form) => [...text.matchAll(form)].map(([found]) => found)),
    ...[...text.matchAll(credentialsInUrl)].map(([, , password = '']) => password),
  ];
}

/** The text with other passwords in its URLs. */
export function withoutCredentials(text: string, instead: (password: string) => string): string {
  return text.replace(
    credentialsInUrl,
    (_, before: string, password: string) => `${before}${instead(password)}@`,
  );
}
