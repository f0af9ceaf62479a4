// What this machine cannot give, said before anything starts, with the arithmetic: memory by what is free
// now, processors by their number.
import { counted } from '../../base/counted.js';
import { availableParallelism } from 'node:os';
import { LabError } from '../../base/lab-error.js';
import { formatAmount } from '../../base/units.js';
import {
  enginesThatFit,
  lackOfMemory,
  memoryRoom,
  type MemoryRoom,
  type WantedMemory,
} from '../../engine/memory-room.js';
import type { Plan, PlannedTrial } from '../../plan/plan.js';
import { engineTraits } from '../../scenario/engines/index.js';
import { jobsFor } from '../start/plan-of.js';

/** Null when envelopes and processor loads of `jobs` trials at a time fit on this machine. */
export function beyondHost(plan: Plan, jobs: number, room: MemoryRoom = memoryRoom()): LabError | null {
  const atOnce = Math.min(jobs, plan.trials.length);
  const engine = largestOf(plan);
  const lack =
    engine === null ? null : lackOfMemory({ ...engine, engines: atOnce, spare: spareOf(plan, atOnce) }, room);
  return lack ?? tooMuchCpu(plan, atOnce);
}

export interface JobsHere {
  readonly jobs: number;
  /** Why they are fewer than usual; null where they are not. */
  readonly note: string | null;
}

/**
 * Trials at a time on this machine: what was asked for, or nothing at all; where nobody asked, as many as
 * `usual` says and as fit. Throws a LabError with the way out when not even one does.
 */
export function jobsHere(
  plan: Plan,
  { asked, usual }: { readonly asked?: number | undefined; readonly usual?: number },
  room: MemoryRoom = memoryRoom(),
): JobsHere {
  const jobs = jobsFor(plan, asked ?? usual);
  const fits = asked === undefined ? thatFit(plan, jobs, room) : jobs;
  const beyond = beyondHost(plan, fits, room);
  if (beyond !== null) throw beyond;
  const why = fits < jobs ? beyondHost(plan, jobs, room) : null;
  return {
    jobs: fits,
    note:
      why === null ? null : `${counted(fits, 'trial')} at a time instead of ${String(jobs)}: ${why.message}`,
  };
}

/** At least 1, so that what is then said is why not even that fits. */
function thatFit(plan: Plan, jobs: number, room: MemoryRoom): number {
  const engine = largestOf(plan);
  const cpu = cpuOfMost(plan);
  const inMemory =
    engine === null ? jobs : enginesThatFit({ ...engine, engines: jobs, spare: spareOf(plan, jobs) }, room);
  return Math.max(1, Math.min(inMemory, cpu === 0 ? jobs : Math.floor(hasMillicores() / cpu)));
}

/** The private engine that takes most memory; null where all engines exist already. */
function largestOf({ arms }: Plan): Pick<WantedMemory, 'envelopeBytes' | 'nodes'> | null {
  const engines = arms.flatMap(({ settings }) => {
    const { envelopeBytes, nodes } = engineTraits(settings.engine);
    return envelopeBytes === null ? [] : [{ envelopeBytes, nodes: nodes?.length ?? 1 }];
  });
  return [...engines].sort((a, b) => b.envelopeBytes * b.nodes - a.envelopeBytes * a.nodes)[0] ?? null;
}

/** One is cleaned while the next trials run, where there are any. */
function spareOf({ trials }: Plan, atOnce: number): number {
  return trials.length > atOnce ? 1 : 0;
}

/** A load that the machine cannot give to every trial at a time misses its dose in all of them. */
function tooMuchCpu(plan: Plan, atOnce: number): LabError | null {
  const has = hasMillicores();
  const asked = cpuOfMost(plan);
  if (asked * atOnce <= has) return null;
  const wanted =
    atOnce === 1
      ? formatAmount(asked, 'millicores')
      : `${String(atOnce)} trials at a time × ${formatAmount(asked, 'millicores')} = ` +
        formatAmount(asked * atOnce, 'millicores');
  return new LabError(
    'missing-tool',
    `the cpu load asks for ${wanted}, this machine has ${formatAmount(has, 'millicores')}`,
    {
      hint:
        asked > has
          ? 'make the load smaller'
          : `use --jobs ${String(Math.floor(has / asked))}, or make the load smaller`,
    },
  );
}

function hasMillicores(): number {
  return availableParallelism() * 1000;
}

/** Millicores of the trial that asks for most. */
function cpuOfMost({ arms, trials }: Plan): number {
  const here = new Set(
    arms.filter(({ settings }) => engineTraits(settings.engine).isOwn).map(({ name }) => name),
  );
  return trials.reduce((most, trial) => (here.has(trial.arm) ? Math.max(most, cpuOf(trial)) : most), 0);
}

function cpuOf({ load }: PlannedTrial): number {
  return load.filter(({ unit }) => unit === 'millicores').reduce((sum, { target }) => sum + target, 0);
}
