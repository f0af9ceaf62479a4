// Volumes that begin as copies: under which names they are made, and that the files are there as they were.
// The engine is a double that makes folders; the copying is real.
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { fillVolumes } from '../../src/deployers/fill-volumes.js';
import type { DeployRequest } from '../../src/trial/ports.js';
import { settingsWith } from '../scenario/settings.js';
import { requestIn } from './request.js';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'dl-fill-'));
  for (const key of ['db', 'uploads', 'given']) mkdirSync(join(dir, 'data', key, 'sub'), { recursive: true });
  writeFileSync(join(dir, 'data', 'db', 'sub', 'file'), 'rows');
  chmodSync(join(dir, 'data', 'db', 'sub', 'file'), 0o640);
  symlinkSync('sub/file', join(dir, 'data', 'db', 'link'));
});
afterEach(() => {
  rmSync(dir, { recursive: true, force: true });
});

const compose =
  'services: { app: { image: "a:1", volumes: ["db:/db", "given:/given"] } }\n' +
  'volumes: { db: { labels: { backup: "yes" } }, uploads: { name: "${STACK_NAME}-files" }, given: { external: true, name: shared } }\n';

async function filled(step: 'base' | 'upgrade', volumesOf?: string, nodes = ['engine']) {
  const made: string[] = [];
  const labels: Readonly<Record<string, string>>[] = [];
  const provided: unknown[] = [];
  const request = {
    ...requestIn(dir, { lines: [] }),
    scenarioDir: dir,
    step,
    settings: settingsWith(volumesOf === undefined ? {} : { volumesOf }),
    engine: {
      nodes: nodes.map((node) => ({
        docker: {
          createVolume: (asked: { readonly Name: string; readonly Labels: Record<string, string> }) => {
            made.push(asked.Name);
            labels.push(asked.Labels);
            return Promise.resolve();
          },
          getVolume: (name: string) => ({
            inspect: () => Promise.resolve({ Mountpoint: join(dir, node, name) }),
          }),
        },
      })),
    },
    provided: (thing: unknown) => provided.push(thing),
  } as unknown as DeployRequest;
  const composed = { names: ['compose.yml'], files: [compose], env: { STACK_NAME: 'wiki' } };
  await fillVolumes(request, composed, AbortSignal.timeout(5_000));
  return { made, labels, provided, stack: request.run.stack };
}

it('each has the name that the deploy gives it, and what lies in its folder', async () => {
  const { made, provided, stack } = await filled('base', 'data');
  expect(made.sort()).toEqual(['shared', 'wiki-files', `${stack}_db`].sort());
  expect(provided).toContainEqual({ what: 'volume-copy', name: `${stack}_db` });
  const copy = join(dir, 'engine', `${stack}_db`);
  expect(readFileSync(join(copy, 'link'), 'utf8')).toBe('rows');
  expect(lstatSync(join(copy, 'link')).isSymbolicLink()).toBe(true);
  expect(lstatSync(join(copy, 'sub', 'file')).mode & 0o777).toBe(0o640);
});

it('each has the labels that the compose file gives it, and those of its stack', async () => {
  const { made, labels, stack } = await filled('base', 'data');
  const own = { 'com.docker.stack.namespace': stack };
  expect(labels[made.indexOf(`${stack}_db`)]).toEqual({ ...own, backup: 'yes' });
  expect(labels[made.indexOf('wiki-files')]).toEqual(own);
});

it('of an engine of several nodes each has its own copy, and it is told once', async () => {
  const { provided, stack } = await filled('base', 'data', ['node1', 'node2']);
  for (const node of ['node1', 'node2'])
    expect(readFileSync(join(dir, node, `${stack}_db`, 'sub', 'file'), 'utf8')).toBe('rows');
  expect(provided).toHaveLength(3);
});

it('the head finds what the base left, and without a folder nothing is made', async () => {
  expect((await filled('upgrade', 'data')).made).toEqual([]);
  expect((await filled('base')).made).toEqual([]);
});
