// Whether the kernel has IPVS, without which virtual IPs of services and published ports do not answer.
import { existsSync, readFileSync } from 'node:fs';
import { release } from 'node:os';

/** Built in, loaded, or there to be loaded. */
export function hasIpvs(): boolean {
  const modules = `/lib/modules/${release()}`;
  return (
    existsSync('/proc/net/ip_vs') ||
    ['modules.builtin', 'modules.dep'].some((file) => holds(`${modules}/${file}`, '/ip_vs.ko'))
  );
}

function holds(path: string, text: string): boolean {
  try {
    return readFileSync(path, 'utf8').includes(text);
  } catch {
    return false;
  }
}
