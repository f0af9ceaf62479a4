// Secrets never reach a log, a journal or a report: every text that goes to disk or screen passes through here.

const credentialsInUrl = /\b([a-z][a-z0-9+.-]*:\/\/)[^\s/@]+@/gi;
const secretName = /(secret|token|passw|password|private|credential|api_?key)/i;
const shortestSecret = 6;

/** The text with the user part of every URL and each of the given secret values replaced by `***`. */
export function redact(text: string, secrets: readonly string[] = []): string {
  const withoutCredentials = text.replace(credentialsInUrl, '$1***@');
  return secrets.reduce((rest, secret) => rest.replaceAll(secret, '***'), withoutCredentials);
}

/** The values in `env` whose names say that they are secret, longest first, ready for {@link redact}. */
export function secretsOf(env: Readonly<Record<string, string | undefined>>): readonly string[] {
  return Object.entries(env)
    .filter(([name, value]) => secretName.test(name) && (value?.length ?? 0) >= shortestSecret)
    .map(([, value]) => value as string)
    .sort((a, b) => b.length - a.length);
}
