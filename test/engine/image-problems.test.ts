import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { imageProblems } from '../../src/engine/index.js';

let dir: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'driftlab-test-'));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(dir, { recursive: true, force: true });
});

const built = (): readonly string[] => imageProblems([{ tag: 'a:1', from: 'build', path: 'a' }], dir);
const archived = (): readonly string[] => imageProblems([{ tag: 'a:1', from: 'tar', path: 'a.tar' }], dir);

it('a build folder has a script that may run, and an image.json: what it lacks is named', async () => {
  expect(built()[0]).toContain(`the image a:1: there is no folder ${join(dir, 'a')}`);
  await mkdir(join(dir, 'a'));
  expect(built()[0]).toContain('has no script named build');
  await writeFile(join(dir, 'a', 'build'), '#!/bin/sh\n');
  expect(built()[0]).toContain('may not be executed');
  await chmod(join(dir, 'a', 'build'), 0o755);
  expect(built()[0]).toContain('has no image.json');
  await writeFile(join(dir, 'a', 'image.json'), '{}');
  expect(built()).toEqual([]);
});

it('an archive is a file; a folder in its place, and a file in that of a folder, are named', async () => {
  expect(archived()[0]).toContain('there is no file');
  await mkdir(join(dir, 'a.tar'));
  expect(archived()[0]).toContain('is given as build');
  await writeFile(join(dir, 'a'), '');
  expect(built()[0]).toContain('is given as tar');
});

it('an image of this machine needs an engine that answers where docker would look for it', async () => {
  const ofHost = (host: string): readonly string[] => {
    vi.stubEnv('DOCKER_HOST', host);
    return imageProblems([{ tag: 'a:1', from: 'host', name: 'a' }], dir);
  };
  const socket = join(dir, 'docker.sock');
  expect(ofHost(`unix://${socket}`)).toEqual([
    `the image a:1: there is no docker engine at ${socket} to take it from ` +
      '(set DOCKER_HOST, or give it as tar: FILE or build: FOLDER)',
  ]);
  await writeFile(socket, '');
  expect(ofHost(`unix://${socket}`)).toEqual([]);
  expect(ofHost('tcp://192.0.2.1:2375')).toEqual([]);
});

it('what is absent on purpose is not looked at', () => {
  expect(imageProblems([{ tag: 'b:1', from: 'absent' }], dir)).toEqual([]);
});

it('images that come from an engine that is not there are told in one sentence', () => {
  vi.stubEnv('DOCKER_HOST', `unix://${join(dir, 'nowhere.sock')}`);
  const host = (tag: string) => ({ tag, from: 'host', name: tag }) as const;
  expect(imageProblems([host('a:1'), host('b:1')], dir)).toEqual([
    expect.stringMatching(/^the images a:1, b:1: there is no docker engine at .* to take them from/),
  ]);
});
