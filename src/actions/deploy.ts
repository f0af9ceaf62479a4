// Another version of the recipe put over the stack: a commit, other compose files, or both.
import { path, text } from '../scenario/leaf.js';
import { keys, list, noted } from '../scenario/map-shape.js';
import { action } from './action.js';

const options = keys('deploy', {
  commit: noted(
    text({ what: 'a git ref: one word that does not begin with "-"', like: '0.8.0+3.4.0' }, /^[^\s-]\S*$/),
    'The ref of the recipe that is deployed; left out, the head.',
  ),
  overlays: noted(
    list(path('overlays/other.yml'), { what: 'a list of compose files', like: '[overlays/other.yml]' }),
    "Compose files put over it, after the scenario's own.",
  ),
}).refine(({ commit, overlays = [] }) => commit !== undefined || overlays.length > 0, {
  error: 'this deploys nothing else than the head\nname a commit, overlays, or both',
});

export const deploy = action({
  name: 'deploy',
  summary: 'deploys another version of the recipe over the stack, by the same deployer from another tree',
  example: '{ deploy: { commit: 0.5.0+3.1.0 }, at: deployed }',
  options,
  words: ({ commit, overlays = [] }) => {
    const over = overlays.length === 0 ? '' : ` with ${overlays.join(', ')}`;
    return `deployed ${commit ?? 'the head'}${over} over the stack`;
  },
  versions: ({ commit = null, overlays = [] }) => [{ commit, overlays }],
  perform: ({ commit, overlays = [] }, context, signal) =>
    context.deploy({ commit: commit ?? null, overlays }, signal),
});
