// When a load is at which part of its amount: from its start to full, and round and round in a shape that
// comes and goes.
import { randomFrom } from '../base/random.js';
import type { DrawnLoad } from './plan.js';

/** From this moment on the load is at this part of its amount, in thousandths. */
export interface LoadStep {
  readonly atMs: number;
  readonly permille: number;
}

export interface LoadSchedule {
  /** From the start, rising. A steady load is full with the last of them. */
  readonly approach: readonly LoadStep[];
  /** Periods one after the other, begun again when they are through; empty for a steady load. */
  readonly cycle: readonly LoadStep[];
  readonly cycleMs: number;
}

const full = 1000;
const rampStepMs = 200;
/**
 * A long ramp takes longer steps: they are handed to the load in one list, and are told in thousandths
 * anyway.
 */
const rampStepsMax = 1000;
const sawtoothSteps = 8;
/** Bursts repeat after so many periods: no load needs a list without end. */
const burstPeriods = 16;

export function scheduleOf({ rampMs, shape }: Pick<DrawnLoad, 'rampMs' | 'shape'>): LoadSchedule {
  switch (shape.kind) {
    case 'steady':
      return { approach: rampOf(rampMs), cycle: [], cycleMs: 0 };
    case 'sawtooth':
      return { approach: [], cycle: sawtoothOf(shape.everyMs), cycleMs: shape.everyMs };
    case 'bursts':
      return {
        approach: [],
        cycle: burstsOf(shape.everyMs, shape.seed),
        cycleMs: shape.everyMs * burstPeriods,
      };
  }
}

/** How often a load is full that has been coming and going for `onMs` milliseconds: at least. */
export function fullTimesIn(shape: DrawnLoad['shape'], onMs: number): number {
  return shape.kind === 'steady' ? 1 : Math.max(1, Math.floor(onMs / shape.everyMs) - 1);
}

function rampOf(rampMs: number): readonly LoadStep[] {
  const steps = Math.min(rampStepsMax, Math.floor(rampMs / rampStepMs) + 1);
  return Array.from({ length: steps }, (_, index) => ({
    atMs: steps === 1 ? 0 : Math.round((rampMs * index) / (steps - 1)),
    permille: Math.floor((full * (index + 1)) / steps),
  }));
}

/** Rises for four fifths of the period, is full for one, and falls at once. */
function sawtoothOf(everyMs: number): readonly LoadStep[] {
  return Array.from({ length: sawtoothSteps + 1 }, (_, step) => ({
    atMs: Math.round((everyMs * 0.8 * step) / sawtoothSteps),
    permille: Math.round((full * step) / sawtoothSteps),
  }));
}

function burstsOf(everyMs: number, seed: number): readonly LoadStep[] {
  return Array.from({ length: burstPeriods }, (_, period) => {
    const random = randomFrom(seed, 'burst', String(period));
    const lastingMs = random.integer(Math.ceil(everyMs * 0.2), Math.floor(everyMs * 0.6));
    const atMs = period * everyMs + random.integer(0, everyMs - lastingMs);
    return [
      { atMs, permille: full },
      { atMs: atMs + lastingMs, permille: 0 },
    ];
  }).flat();
}
