// Whether the service under test is among those of the compose files: where it is not, nothing could ever be
// said of it.
import { serviceNames } from './compose-services.js';

/**
 * What is wrong, with the services that there are; null when the service is there, or when that cannot be
 * known.
 */
export function missingService(files: readonly string[], service: string): string | null {
  const names = serviceNames(files);
  if (names === null || names.includes(service)) return null;
  const there =
    names.length === 0
      ? 'no service at all'
      : names.length === 1
        ? `only ${names[0] ?? ''}`
        : names.join(', ');
  return `no service "${service}" in the compose files; they have ${there}`;
}
