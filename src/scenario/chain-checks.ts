// What a chain of versions does not go with: trials that do not deploy one after the other on one stack, or
// not by the lab.
import type { Draft } from './arms.js';
import type { Conflict } from './conflict.js';
import { harnessOf } from './harness.js';
import { quoted } from './wording.js';

export function checkChain(draft: Draft): readonly Conflict[] {
  const { recipe, stopAt, stacks } = draft;
  if (recipe.through === undefined) return [];
  const chain = [recipe.base, ...recipe.through, recipe.head];
  const twice = chain.find((ref, index) => ref !== null && ref === chain[index - 1]);
  const refused = [
    { is: stopAt !== null, key: 'stop-at', why: 'a stamp probe deploys nothing that could be gone through' },
    { is: stacks.concurrent > 1, key: 'stacks', why: 'several upgrades at once have no order among them' },
    { is: harnessOf(draft) !== null, key: 'harness', why: 'a harness deploys base and head by itself' },
  ];
  const repeated: readonly Conflict[] =
    twice === undefined || twice === null
      ? []
      : [
          {
            between: [
              ['recipe', 'then'],
              ['recipe', 'head'],
            ],
            message: `${quoted(twice)} comes right after itself, so nothing would be upgraded`,
            hint: 'leave one of the two out',
          },
        ];
  const beyond = recipe.folder === null ? undefined : chain.find((ref) => ref !== 'base' && ref !== 'head');
  const ofFolder: readonly Conflict[] =
    beyond === undefined || beyond === null
      ? []
      : [
          {
            between: [
              ['recipe', 'then'],
              ['recipe', 'folder'],
            ],
            message: `a folder has two versions, base and head, and then names ${quoted(beyond)}`,
            hint: 'then: [base] goes back; for further versions give the recipe a repository as its mirror',
          },
        ];
  const beside = refused.flatMap(({ is, key, why }) =>
    is
      ? [
          {
            between: [['recipe', 'then'], [key]],
            message: `then names further versions, and ${why}`,
            hint: `leave then or ${key} out`,
          },
        ]
      : [],
  );
  return [...repeated, ...ofFolder, ...beside];
}
