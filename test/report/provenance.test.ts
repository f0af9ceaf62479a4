// Where numbers come from, in words: how abra stood when it was met stands with it.
import { expect, test } from 'vitest';
import { provenanceInWords, type Provenance } from '../../src/report/provenance.js';

const abra = { path: '/usr/bin/abra', sha256: '0123456789abcdef', version: '0.13.0' };
type Abra = Provenance['tools']['abra'];

function saidOf(own: Abra): string | undefined {
  const facts = {
    driftlab: { version: '0.1.0', commit: null },
    host: { kernel: '6.1', cores: 2, memoryBytes: 1024 ** 3, cgroupVersion: null },
    tools: { engine: null, abra: own },
  };
  return provenanceInWords(facts).find((part) => part.startsWith('abra'));
}

test.each([
  [null, undefined],
  [abra, 'abra 0.13.0 (SHA-256 0123456789ab)'],
  [
    { ...abra, conformance: { at: '2026-11-28T17:00:00.000Z' } },
    'abra 0.13.0 (SHA-256 0123456789ab, met on 2026-11-28)',
  ],
  [
    { ...abra, conformance: { unchecked: 'private engines need root' } },
    'abra 0.13.0 (SHA-256 0123456789ab, never met: private engines need root)',
  ],
] as const)('says whether and when abra was met', (own, said) => {
  expect(saidOf(own)).toBe(said);
});
