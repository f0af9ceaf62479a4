// What is deployed when an abra is met: the recipe that comes with driftlab for it, as three apps. Read as
// any scenario is, so that it is driven as trials drive it.
import { join } from 'node:path';
import { assert, present } from '../../base/assert.js';
import { parseScenario } from '../../scenario/parse.js';
import type { Settings } from '../../scenario/scenario.js';
import { stampSayer } from '../../evidence/named-deployers.js';
import { packageRoot } from '../package-root.js';
import { vocabulary } from '../vocabulary.js';

/** Where the paths of the apps are resolved. */
export const meetingFolder = join(packageRoot, 'scenarios', 'recipes', 'meeting');

const text = `
scenario: first-meeting
engine: { private: { memory: 64MiB } }
recipe: { name: meeting, fixture: ., base: 1.0.0+1, head: next, clone: base-deploy }
deployer: { use: ${stampSayer}, timeout: 30s }
arms:
  plain: {}
  overlay: { recipe: { clone: copy }, overlays: [overlays/marked.yml] }
  secret: { recipe: { clone: copy, head: secret } }
trials: { each: 1 }
`;

export function meetingApps(): Readonly<Record<'plain' | 'overlay' | 'secret', Settings>> {
  const parsed = parseScenario(text, vocabulary);
  assert(parsed.ok, 'the apps of a first meeting are a scenario');
  const settingsOf = (arm: string): Settings =>
    present(parsed.scenario.arms.find(({ name }) => name === arm)?.settings, arm);
  return { plain: settingsOf('plain'), overlay: settingsOf('overlay'), secret: settingsOf('secret') };
}
