// The commands `engine up`, `ls` and `down`: a throw-away swarm for a person, of one or several nodes.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Docker from 'dockerode';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { driftlab, endStarted, withoutEngine } from './driftlab.js';

const cwd = mkdtempSync(join(tmpdir(), 'driftlab-engine-'));

afterEach(endStarted);
afterAll(() => {
  rmSync(cwd, { recursive: true, force: true });
});

interface Up {
  readonly id: string;
  readonly dockerHost: string;
  readonly nodes: readonly { readonly name: string; readonly dockerHost: string }[];
}

describe('engine up', () => {
  it.each([
    [['--nodes', '12'], 'driftlab: --nodes 12 is more than 9'],
    [['--nodes', '2', '--managers', '3'], 'driftlab: 3 of 2 nodes cannot be managers'],
    [['--nodes', 'many'], 'It takes a whole number of at least 1.'],
  ])('refuses %j', async (options, message) => {
    const ran = await driftlab(cwd, ['engine', 'up', ...options]);
    expect(ran).toMatchObject({ code: 64, stdout: '' });
    expect(ran.stderr).toContain(message);
  });

  it.skipIf(withoutEngine)('boots a swarm of two nodes that stays until it is taken down', async () => {
    const ran = await driftlab(cwd, ['engine', 'up', '--memory', '256MiB', '--nodes', '2', '--json']);
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    const { id, nodes, dockerHost } = JSON.parse(ran.stdout) as Up;
    try {
      expect(nodes.map(({ name }) => name)).toEqual(['node1', 'node2']);
      expect(nodes[0]?.dockerHost).toBe(dockerHost);
      const asked = await Promise.all(nodes.map(async ({ dockerHost: host }) => nameAt(host)));
      expect(asked).toEqual(['node1', 'node2']);
      expect((await driftlab(cwd, ['engine', 'ls'])).stdout).toContain(
        `${id}  2 nodes of 256 MiB each  kept`,
      );
    } finally {
      expect((await driftlab(cwd, ['engine', 'down', id])).code).toBe(0);
    }
    expect((await driftlab(cwd, ['engine', 'ls'])).stdout).toBe('no engine of driftlab is up\n');
  });
});

async function nameAt(dockerHost: string): Promise<string> {
  const docker = new Docker({ socketPath: dockerHost.replace('unix://', '') });
  return ((await docker.info()) as { readonly Name: string }).Name;
}
