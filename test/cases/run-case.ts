// Runs one trial of a case through the real command, lets others do meanwhile what the case says, and reads
// what the lab says.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Evidence } from '../../src/evidence/evidence.js';
import type { RunVerdict, Verdict } from '../../src/verdict/verdict.js';
import { root } from '../cli/driftlab.js';
import { standBetween, type Before } from './between.js';
import { followJournal, type Journal } from './journal.js';
import { matches, sinceUpgrade } from './matching.js';
import { act, type Place } from './others.js';
import type { Meanwhile, Truth } from './truth.js';

export interface CaseRun {
  /** The case's folder. */
  readonly folder: string;
  readonly truth: Truth;
  /** A folder of its own for engine, scratch files and results; made where it is not there. */
  readonly workplace: string;
  readonly seed: number;
  /** Folder of the engine's programs; null for those of this machine. */
  readonly programs: string | null;
}

/** What the lab said of a trial, and the raw lines it rests on. */
export interface Told {
  readonly run: RunVerdict | null;
  /** Every sentence of the story, in order. */
  readonly story: readonly string[];
  /** What happened, as the story tells it, in its order; `atMs` counts from the beginning of the trial. */
  readonly moments: readonly { readonly atMs: number; readonly text: string }[];
  readonly lines: readonly Evidence[];
  /** Why this trial says nothing about the lab; null where it does. */
  readonly trouble: string | null;
}

interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The commands that end with these could not do what they were asked. */
const commandErrors: readonly (number | null)[] = [null, 64, 69, 70, 130];

export async function runCase({ folder, truth, workplace, seed, programs }: CaseRun): Promise<Told> {
  const results = join(workplace, 'results');
  for (const folder of ['state', 'tmp']) mkdirSync(join(workplace, folder), { recursive: true });
  const journal = followJournal(results);
  const others = standBy(truth.meanwhile, journal, workplace);
  const between = truth.meanwhile.some(({ at }) => 'request' in at)
    ? await standBetween({
        folder: workplace,
        programs,
        engineSocket: () => placeOf(journal, workplace).socketPath,
        before: others.before,
      })
    : null;
  const engine = programs === null ? [] : ['--programs', between?.programs ?? programs];
  const env = { ...environmentOf(workplace), ...(between === null ? {} : { PATH: between.path }) };
  const scenario = join(folder, 'scenario.yml');
  const ran = await command(
    ['run', scenario, ...engine, '--trials', '1', '--jobs', '1', '--seed', String(seed), '--out', results],
    workplace,
    env,
  );
  between?.close();
  journal.end();
  const undone = await others.undone();
  const lines = journal.lines();
  if (commandErrors.includes(ran.code))
    return {
      run: null,
      story: [],
      moments: [],
      lines,
      trouble: `the command ended with ${String(ran.code)}: ${ran.stderr.trim()}`,
    };
  const verdict = readVerdict(results);
  const { sentences, moments } = storyFrom(
    (await command(['explain', 'latest/001', '--json', '--out', results], workplace, env)).stdout,
  );
  return { run: verdict.runs[0] ?? null, story: sentences, moments, lines, trouble: undone };
}

function environmentOf(workplace: string): NodeJS.ProcessEnv {
  return {
    ...process.env,
    DRIFTLAB_STATE: join(workplace, 'state'),
    TMPDIR: join(workplace, 'tmp'),
    XDG_CACHE_HOME: join(root, 'node_modules', '.cache'),
    NO_COLOR: '1',
  };
}

async function command(args: readonly string[], cwd: string, env: NodeJS.ProcessEnv): Promise<Ran> {
  const child = spawn(process.execPath, [join(root, 'dist', 'cli', 'main.js'), ...args], {
    cwd,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => {
    said.stdout += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    said.stderr += chunk.toString();
  });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, ...said };
}

interface StandingBy {
  readonly before: Before;
  /** What could not be done; null when all was. */
  readonly undone: () => Promise<string | null>;
}

/** Each waits for its own moment. */
function standBy(meanwhile: readonly Meanwhile[], journal: Journal, workplace: string): StandingBy {
  const counts = new Map<Meanwhile, number>();
  const done = new Set<Meanwhile>();
  const troubles: string[] = [];
  const perform = async ({ do: deed, until }: Meanwhile): Promise<void> => {
    if (deed === 'cut') return;
    await act(placeOf(journal, workplace), deed);
    if (until !== undefined) await journal.until((line) => matches(line, until));
  };
  const attempt = async (own: Meanwhile, moment: Promise<unknown>): Promise<void> => {
    try {
      await moment;
      await perform(own);
      done.add(own);
    } catch (error) {
      troubles.push(`${JSON.stringify(own.do)}: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  const waiting = meanwhile.map((own) => {
    const { at } = own;
    return 'line' in at
      ? attempt(
          own,
          journal.until(
            (line, lines) =>
              matches(line, at.line) && (at.from === 'start' || sinceUpgrade(lines).includes(line)),
          ),
        )
      : Promise.resolve();
  });
  return {
    before: async (request) => {
      if (sinceUpgrade(journal.lines()).length === 0) return 'pass';
      let answer: 'pass' | 'cut' = 'pass';
      for (const own of meanwhile) {
        if (!('request' in own.at) || !new RegExp(own.at.request).test(request)) continue;
        counts.set(own, (counts.get(own) ?? 0) + 1);
        if (counts.get(own) !== own.at.nth) continue;
        await attempt(own, Promise.resolve());
        if (own.do === 'cut') answer = 'cut';
      }
      return answer;
    },
    undone: async () => {
      await Promise.all(waiting);
      const missing = meanwhile.filter((own) => !done.has(own) && troubles.length === 0);
      const all = [...troubles, ...missing.map((own) => `${JSON.stringify(own.at)} never came`)];
      return all.length === 0 ? null : all.join('; ');
    },
  };
}

function placeOf(journal: Journal, workplace: string): Place {
  const engine = journal.lines().find((line) => line.kind === 'engine');
  const deploy = journal.lines().find((line) => line.kind === 'deploy');
  if (engine?.kind !== 'engine') throw new Error('no engine is on record yet');
  return {
    socketPath: join(workplace, 'state', 'engines', engine.engine, 'docker.sock'),
    stack: deploy?.kind === 'deploy' ? deploy.stack : '',
  };
}

function readVerdict(results: string): Verdict {
  const [campaign] = existsSync(results) ? readdirSync(results).filter((name) => name !== 'latest') : [];
  return JSON.parse(
    readFileSync(join(results, campaign ?? '', 'trials', '001', 'verdict.json'), 'utf8'),
  ) as Verdict;
}

/** All texts of the story, whatever it is made of, and its moments. */
function storyFrom(json: string): {
  readonly sentences: readonly string[];
  readonly moments: Told['moments'];
} {
  const story = JSON.parse(json) as Pick<Told, 'moments'>;
  const texts = (value: unknown): readonly string[] => {
    if (typeof value === 'string') return [value];
    return typeof value === 'object' && value !== null ? Object.values(value).flatMap(texts) : [];
  };
  return { sentences: texts(story), moments: story.moments };
}
