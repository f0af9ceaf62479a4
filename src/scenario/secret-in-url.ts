// Tells URLs that carry a secret from those that only name a user.

/** Whether a URL has a password, or a user part where that is as good as one (a token before the host in http). */
export function secretInUrl(url: string): boolean {
  const [, scheme = '', user] = /^([a-z][a-z0-9+.-]*):\/\/([^/@]+)@/i.exec(url) ?? [];
  return user !== undefined && (user.includes(':') || /^https?$/i.test(scheme));
}
