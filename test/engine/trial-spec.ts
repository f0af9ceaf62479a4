// A trial's spec of which an engine reads only its envelope and its images.
import type { TrialSpec } from '../../src/plan/plan.js';
import type { ImageSource, Settings } from '../../src/scenario/scenario.js';

interface Wanted {
  readonly memoryBytes?: number;
  readonly fresh?: boolean;
  readonly programs?: string | null;
  readonly images?: readonly ImageSource[];
  readonly arm?: string;
  readonly state?: 'kept';
}

export function trialSpec({
  memoryBytes = 128 * 1024 ** 2,
  fresh = false,
  programs = null,
  images = [],
  arm = 'only',
  state,
}: Wanted = {}): TrialSpec {
  const settings: Pick<Settings, 'engine' | 'images' | 'state'> = {
    engine: { kind: 'private', memoryBytes, fresh, programs, socket: false },
    images,
    ...(state === undefined ? {} : { state }),
  };
  return {
    id: '001',
    arm,
    block: 1,
    seed: 1,
    load: [],
    actions: [],
    runs: [],
    settings: settings as Settings,
  };
}
