// A trial's spec of which an engine reads only its envelope and its images.
import type { TrialSpec } from '../../src/plan/plan.js';
import type { ImageSource, Settings } from '../../src/scenario/scenario.js';

interface Wanted {
  readonly memoryBytes?: number;
  readonly fresh?: boolean;
  readonly programs?: string | null;
  readonly images?: readonly ImageSource[];
}

export function trialSpec({
  memoryBytes = 128 * 1024 ** 2,
  fresh = false,
  programs = null,
  images = [],
}: Wanted = {}): TrialSpec {
  const settings: Pick<Settings, 'engine' | 'images'> = {
    engine: { kind: 'private', memoryBytes, fresh, programs, socket: false },
    images,
  };
  return {
    id: '001',
    arm: 'only',
    block: 1,
    seed: 1,
    load: [],
    actions: [],
    runs: [],
    settings: settings as Settings,
  };
}
