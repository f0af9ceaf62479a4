// The folder of which volumes begin as copies, looked at before anything boots.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { copiedVolumes } from '../../src/cli/preflight/copied-volumes.js';
import { readStack } from '../../src/compose/read-stack.js';
import { settingsWith } from '../scenario/settings.js';

const text = `services: { app: { image: a, volumes: ["db:/db"] } }
volumes:
  db: { labels: [keep=yes] }
  uploads: { driver: local, driver_opts: {} }
  shared: { driver: nfs-plugin }
  bound: { driver_opts: { type: none, o: bind, device: /srv/files } }
  given: { external: true }
`;
const { stack } = readStack([{ file: 'compose.yml', text }], {});

function said(make: (folder: string) => void, isRead = true): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'dl-copies-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  make(folder);
  return copiedVolumes(settingsWith({ volumesOf: 'data' }), isRead ? stack : null, folder);
}

it('each folder in it is a volume of the base', () => {
  expect(said((folder) => mkdirSync(join(folder, 'data', 'db'), { recursive: true }))).toEqual([]);
  expect(said((folder) => mkdirSync(join(folder, 'data', 'dbs'), { recursive: true }))).toEqual([
    'data/dbs: the base has no volume "dbs" (did you mean "db"? its volumes are db, uploads, shared, bound, given)',
  ]);
  expect(said((folder) => mkdirSync(join(folder, 'data', 'dbs'), { recursive: true }), false)).toEqual([]);
});

it('it is there, has something, and nothing but folders', () => {
  expect(said(() => undefined).join()).toContain('there is no folder data of which volumes could be copies');
  expect(said((folder) => mkdirSync(join(folder, 'data'))).join()).toContain('the folder data is empty');
  const file = said((folder) => {
    mkdirSync(join(folder, 'data'));
    writeFileSync(join(folder, 'data', 'db'), '');
  });
  expect(file.join()).toContain('data/db is no folder');
});

it('each is one in which a copy would be seen', () => {
  const of = (key: string): readonly string[] =>
    said((folder) => mkdirSync(join(folder, 'data', key), { recursive: true }));
  for (const key of ['db', 'uploads', 'given']) expect(of(key)).toEqual([]);
  expect(of('shared')).toEqual([
    expect.stringMatching(/^data\/shared: the volume "shared" of the base has the driver "nfs-plugin", so/),
  ]);
  expect(of('bound').join()).toContain('has driver_opts (type, o, device), so what is in it lies elsewhere');
});
