// All cases, several at a time: what `npm run cases` and the quick ones in `npm test` run.
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pLimit from 'p-limit';
import { judgeCase, type Judgement } from './compare.js';
import { runCase, type Told } from './run-case.js';
import { readTruth, type Truth } from './truth.js';

const casesDir = fileURLToPath(new URL('cases', import.meta.url));

export interface Case {
  readonly name: string;
  readonly truth: Truth;
}

export interface CaseResult {
  readonly name: string;
  readonly truth: Truth;
  readonly trial: number;
  readonly told: Told;
  readonly judgement: Judgement;
}

export interface CasesRequest {
  readonly cases: readonly Case[];
  /** How often each is run. */
  readonly trials: number;
  /** Cases at the same time, each on an engine of its own. */
  readonly jobs: number;
  /** Each case and trial has a folder below, with its results in it. */
  readonly out: string;
  /** Folder of the engine's programs; null for those of this machine. */
  readonly programs: string | null;
  readonly onEnd: (result: CaseResult) => void;
}

/** By name; all of them when no name is given. Throws for a name that is none. */
export function casesNamed(names: readonly string[]): readonly Case[] {
  const all = readdirSync(casesDir).sort();
  const unknown = names.filter((name) => !all.includes(name));
  if (unknown.length > 0) throw new Error(`there is no case ${unknown.join(', ')}`);
  return (names.length === 0 ? all : names).map((name) => ({ name, truth: readTruth(join(casesDir, name)) }));
}

/** In the order of the cases, then of the trials. */
export async function runCases({
  cases,
  trials,
  jobs,
  out,
  programs,
  onEnd,
}: CasesRequest): Promise<readonly CaseResult[]> {
  const limit = pLimit(jobs);
  const runOne = async ({ name, truth }: Case, trial: number): Promise<CaseResult> => {
    const workplace = join(out, `${name}-${String(trial)}`);
    rmSync(workplace, { recursive: true, force: true });
    mkdirSync(workplace, { recursive: true });
    const told = await runCase({ folder: join(casesDir, name), truth, workplace, seed: trial, programs });
    const result = { name, truth, trial, told, judgement: judgeCase(truth, told) };
    onEnd(result);
    return result;
  };
  const wanted = cases.flatMap((own) =>
    Array.from({ length: trials }, (_, index) => ({ own, trial: index + 1 })),
  );
  return Promise.all(wanted.map(({ own, trial }) => limit(() => runOne(own, trial))));
}
