// What the lab says of upgrades on an engine newer than this machine's, fetched from Debian. From 28 on the
// engine writes its log in another form, and its docker command opens every deploy with a remark.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Docker from 'dockerode';
import { afterAll, describe, expect, it } from 'vitest';
import { pause } from '../../src/base/deadline.js';
import { decodeJournal } from '../../src/evidence/codec.js';
import type { Evidence, EvidenceOf } from '../../src/evidence/evidence.js';
import type { Verdict } from '../../src/verdict/verdict.js';
import { casesNamed, runCases } from '../cases/all-cases.js';
import { driftlab, endStarted, root, startDriftlab, withoutEngine, workplaceIn } from './driftlab.js';

const folder = mkdtempSync(join(tmpdir(), 'driftlab-newer-'));
const signal = AbortSignal.timeout(100_000);
const programs = withoutEngine ? null : fetched();

afterAll(() => {
  endStarted();
  rmSync(folder, { recursive: true, force: true });
});

/** Null where Debian's packages cannot be had; a fetch that fails for another reason fails the tests. */
function fetched(): string | null {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(root, 'scripts', 'fetch-engine.mjs'), 'sid'],
    { encoding: 'utf8' },
  );
  if (status === 0) return stdout.trim();
  if (status !== 69) throw new Error(`fetch-engine.mjs ended with ${String(status)}: ${stderr}`);
  process.stderr.write(
    `\n*** TESTS ON A NEWER ENGINE ARE LEFT OUT: it cannot be fetched here. ***\n${stderr}\n`,
  );
  return null;
}

function onNewer(scenario: string): readonly string[] {
  return ['run', join(root, 'scenarios', 'controls', `${scenario}.yml`), '--programs', programs ?? ''];
}

function trialIn(cwd: string): { readonly verdict: Verdict; readonly lines: readonly Evidence[] } {
  const trial = join(cwd, 'results', 'latest', 'trials', '001');
  return {
    verdict: JSON.parse(readFileSync(join(trial, 'verdict.json'), 'utf8')) as Verdict,
    lines: decodeJournal(readFileSync(join(trial, 'evidence.jsonl'), 'utf8')).lines,
  };
}

/** The engine that driftlab booted below `cwd`, once it is there. */
async function engineIn(cwd: string): Promise<Docker> {
  const engines = join(cwd, 'state', 'engines');
  for (;;) {
    const sockets = (existsSync(engines) ? readdirSync(engines) : [])
      .map((id) => join(engines, id, 'docker.sock'))
      .filter(existsSync);
    if (sockets[0] !== undefined) return new Docker({ socketPath: sockets[0] });
    await pause(50, signal);
  }
}

/** Resolves with the id of the first service that swarm begins to update. */
async function firstUpdate(docker: Docker): Promise<string> {
  const events = await docker.getEvents({
    since: 1,
    filters: { type: ['service'], event: ['update'] },
    abortSignal: signal,
  });
  for await (const chunk of events as AsyncIterable<Buffer>) {
    for (const line of chunk.toString().trim().split('\n')) {
      const { Actor } = JSON.parse(line) as {
        readonly Actor: { readonly ID: string; readonly Attributes: Readonly<Record<string, string>> };
      };
      if (Actor.Attributes['updatestate.new'] === 'updating') return Actor.ID;
    }
  }
  throw new Error('the engine ended before an update began');
}

describe.skipIf(programs === null)('on a newer engine', () => {
  it.concurrent('a sound upgrade holds, and what the engine is made of is on record', async () => {
    const cwd = workplaceIn(folder, 'holds');
    const ran = await driftlab(cwd, onNewer('must-hold'));
    expect(ran.code, `${ran.stdout}${ran.stderr}`).toBe(0);
    const engines = trialIn(cwd).lines.filter((line): line is EvidenceOf<'engine'> => line.kind === 'engine');
    expect(engines.map((engine) => engine.programs)).toEqual([programs, programs]);
    expect(Number.parseInt(engines[0]?.version ?? '', 10)).toBeGreaterThanOrEqual(28);
    const { tools } = JSON.parse(readFileSync(join(cwd, 'results', 'latest', 'manifest.json'), 'utf8')) as {
      readonly tools: Readonly<Record<string, string>>;
    };
    for (const tool of ['engine', 'docker']) expect(tools[tool]).toContain(engines[0]?.version.split('+')[0]);
  });

  it.concurrent('a head that exits is rolled back, with its exit code', async () => {
    const cwd = workplaceIn(folder, 'exits');
    const ran = await driftlab(cwd, onNewer('exits'));
    expect(ran.code, `${ran.stdout}${ran.stderr}`).toBe(0);
  });

  it.concurrent('a container that swarm had to start twice is judged by its second start', async () => {
    const [result] = await runCases({
      cases: casesNamed(['paused-yet-up']),
      trials: 1,
      jobs: 1,
      out: folder,
      programs,
      onEnd: () => undefined,
    });
    expect(result?.judgement, JSON.stringify(result?.told.run, null, 2)).toEqual({
      word: 'right',
      differences: [],
    });
  });

  it.concurrent(
    "another client's write in mid-update is seen in the log, with its version and nothing of what it posted",
    async () => {
      const cwd = workplaceIn(folder, 'written');
      const { ended } = startDriftlab(cwd, onNewer('never-healthy'));
      const docker = await engineIn(cwd);
      const service = docker.getService(await firstUpdate(docker));
      const { Spec: spec, Version: version } = (await service.inspect()) as {
        readonly Spec: { readonly Labels: object };
        readonly Version: { readonly Index: number };
      };
      await service.update({
        ...spec,
        Labels: { ...spec.Labels, token: 'hunter22' },
        version: version.Index,
      });
      await ended;
      const { verdict, lines } = trialIn(cwd);
      const writes = lines.filter(
        (line): line is EvidenceOf<'daemon-log'> =>
          line.kind === 'daemon-log' && line.about === 'service-write',
      );
      expect(writes.at(-1)).toMatchObject({
        serviceId: service.id,
        version: version.Index,
        line: expect.stringContaining('msg="handling POST request" request-url=') as string,
      });
      expect(JSON.stringify(writes)).not.toContain('hunter22');
      expect(verdict.runs[0]).toMatchObject({ outcome: 'overwritten', cause: { kind: 'foreign-write' } });
    },
  );
});
