// A deploy request on a plain folder, with a tree that says what the test wants it to say.
import type { DeployRequest, Engine } from '../../src/trial/ports.js';
import type { Settings } from '../../src/scenario/scenario.js';
import { recipe, settingsWith } from '../scenario/settings.js';

interface Over {
  readonly env?: Settings['env'];
  readonly overlays?: readonly string[];
  readonly treeDir?: string;
  readonly treeStamp?: string;
  readonly socketPath?: string;
  readonly lines?: string[];
  readonly abra?: string;
}

/** `dir` is the scratch folder, and the worktree too unless `treeDir` names another. */
export function requestIn(dir: string, over: Over = {}): DeployRequest {
  const {
    env = {},
    overlays = [],
    treeDir = dir,
    treeStamp = '530cb7d1+U',
    socketPath = '/nowhere/docker.sock',
    lines = [],
    abra = null,
  } = over;
  return {
    step: 'upgrade',
    run: { run: 'r1', stack: 'disc-abc123', domain: 'disc-abc123.driftlab.test', startAfterMs: 0 },
    settings: settingsWith({ recipe: { ...recipe, fixture: 'x', head: 'main' }, abra, env }),
    tree: {
      abraDir: dir,
      dir: treeDir,
      baseCheckout: 'lab',
      overlays: { base: overlays, upgrade: overlays },
      checkOut: () => Promise.resolve(),
      facts: (step) =>
        Promise.resolve({
          step,
          head: 'f'.repeat(40),
          dirty: [],
          reflog: [],
          tags: [],
          intendedStamp: 'another1',
          treeStamp,
        }),
      stamp: () => Promise.resolve(treeStamp),
      stampAt: (step) => step,
      fileAt: () => Promise.resolve(null),
    },
    checkedOutBy: 'lab',
    engine: { socketPath } as Engine,
    scenarioDir: dir,
    scratchDir: dir,
    console: (text) => {
      lines.push(text);
    },
    provided: () => undefined,
    conceal: () => undefined,
  };
}
