// Tells URLs and addresses that carry a secret from those that only name a user.
import { isSecretName } from '../base/secrets/secret-name.js';

/**
 * Whether a URL has a password, a user part where that is as good as one (a token before the host in http),
 * or a token in its query.
 */
export function secretInUrl(url: string): boolean {
  const [, scheme = '', user] = /^(?:([a-z][a-z0-9+.-]*):\/\/)?([^/@]+)@/i.exec(url) ?? [];
  const query = url.split('?').slice(1).join('?').split('#')[0] ?? '';
  const named = query.split('&').some((pair) => isSecretName(pair.split('=')[0] ?? ''));
  return named || (user !== undefined && (user.includes(':') || /^https?$/i.test(scheme)));
}
