// An injector for tests of what is done with one.
import { loadMember } from '../../src/scenario/load-definition.js';
import { byteRange } from '../../src/scenario/leaf.js';
import type { Injector } from '../../src/trial/ports.js';

export function fakeInjector(name: string, prepare: Injector['prepare']): Injector {
  const member = loadMember({
    name,
    summary: '',
    example: '',
    options: byteRange(),
    amount: (range) => range,
    unit: 'bytes',
    band: 0.1,
    varies: false,
  });
  return { ...member, prepare };
}
