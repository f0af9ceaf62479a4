import { describe, expect, it } from 'vitest';
import {
  binaryDifferences,
  provenanceDifferences,
  type Origin,
} from '../../src/report/provenance-differences.js';

const binary = { path: '/nix/store/a-abra/bin/abra', sha256: 'a'.repeat(64), version: '0.13.0-beta-06a57de' };
const origin: Origin = {
  scenario: { name: 'exonerate-abra', sha256: 'c'.repeat(64) },
  driftlab: { version: '0.1.0', commit: '0123456789abcdef' },
  host: { kernel: '6.18.5', cores: 2, memoryBytes: 8 * 1024 ** 3, cgroupVersion: 1 },
  tools: {
    engine: 'Docker version 20.10.24',
    docker: 'Docker version 20.10.24',
    git: 'git version 2.39.5',
    node: 'v20.19.0',
    abra: { ...binary, others: [] },
  },
};

describe('what two campaigns were run with', () => {
  it('is the same for the same campaign', () => {
    expect(provenanceDifferences(origin, structuredClone(origin))).toEqual([]);
  });

  it('is told apart in each of its parts, with both values', () => {
    const other: Origin = {
      scenario: { name: 'another', sha256: 'd'.repeat(64) },
      driftlab: { version: '0.2.0', commit: null },
      host: { kernel: '6.18.6', cores: 4, memoryBytes: 16 * 1024 ** 3, cgroupVersion: 2 },
      tools: {
        engine: 'Docker version 29',
        docker: null,
        git: 'git version 2.47',
        node: 'v24.0.0',
        abra: { ...binary, path: '/usr/bin/abra', sha256: 'b'.repeat(64), others: [] },
      },
    };
    const found = provenanceDifferences(origin, other);
    expect(found.map(({ what }) => what)).toEqual([
      'scenario',
      'scenario text',
      'driftlab',
      'engine',
      'docker CLI',
      'abra',
      'abra path',
      'git',
      'node',
      'kernel',
      'cores',
      'memory',
      'cgroup',
    ]);
    expect(found).toContainEqual({
      what: 'abra',
      a: '0.13.0-beta-06a57de (SHA-256 aaaaaaaaaaaa)',
      b: '0.13.0-beta-06a57de (SHA-256 bbbbbbbbbbbb)',
    });
    expect(found).toContainEqual({ what: 'docker CLI', a: 'Docker version 20.10.24', b: 'none' });
    expect(found).toContainEqual({ what: 'driftlab', a: '0.1.0 (0123456789ab)', b: '0.2.0' });
  });

  it('counts every abra of a campaign, and none that only one of the two used', () => {
    const two: Origin = {
      ...origin,
      tools: { ...origin.tools, abra: { ...binary, others: [{ ...binary, sha256: 'e'.repeat(64) }] } },
    };
    expect(provenanceDifferences(origin, two).map(({ what }) => what)).toEqual(['abra', 'abra path']);
    expect(provenanceDifferences(origin, { ...origin, tools: { ...origin.tools, abra: null } })).toEqual([]);
  });
});

describe('one program and another', () => {
  it('are the same only at the same place with the same bytes', () => {
    expect(binaryDifferences(binary, { ...binary })).toEqual([]);
    expect(binaryDifferences(binary, { ...binary, path: '/usr/bin/abra' })).toEqual([
      'path /nix/store/a-abra/bin/abra there, /usr/bin/abra here',
    ]);
    expect(binaryDifferences(binary, { ...binary, sha256: `${'a'.repeat(63)}b` })).toHaveLength(1);
  });
});
