// What no story and no verdict may say in any case, whatever its truth is: each holds against the raw lines.
import { sinceUpgrade } from './matching.js';
import type { Told } from './run-case.js';
import type { Truth } from './truth.js';

export function never(truth: Truth, told: Told): readonly string[] {
  return [
    ...untrueSentences(truth, told),
    ...mistakenTasks(told),
    ...brokenStory(told),
    ...brokenVerdict(told),
  ];
}

/** Sentences that need something on record, said where there is nothing of it. */
function untrueSentences({ meanwhile }: Truth, { story, lines }: Told): readonly string[] {
  const since = sinceUpgrade(lines);
  const rolledBack = since.some(
    (line) => line.kind === 'spec' && line.update?.state.startsWith('rollback') === true,
  );
  const kernel = since.some((line) => line.kind === 'kernel-oom');
  const others = meanwhile.some(({ do: deed }) => deed === 'cut' || !('tell' in deed));
  const claims: readonly (readonly [RegExp, boolean])[] = [
    [/\b(restored base task|new task of the base)\b/i, rolledBack],
    [/\bkilled by the kernel\b|\bthe kernel killed\b|\bOOM-kill/i, kernel],
    [/\b(another client|another writer|somebody else|by hand|foreign)\b/i, others],
  ];
  return claims
    .filter(([, true_]) => !true_)
    .flatMap(([claim]) =>
      story.filter((sentence) => claim.test(sentence)).map((sentence) => `untrue: "${sentence}"`),
    );
}

/** `new` is for tasks that were made under the stamp of this run's head. */
function mistakenTasks({ run, story, lines }: Told): readonly string[] {
  const own = run?.stamps.deployed ?? null;
  return story.flatMap((sentence) =>
    [...sentence.matchAll(/\bnew task (\w{4})\b/g)].flatMap(([, id = '']) => {
      const stamp = lines.find(
        (line) => line.kind === 'task' && line.taskId.startsWith(id) && line.stamp !== null,
      );
      const other = stamp?.kind === 'task' && own !== null && stamp.stamp !== own ? stamp.stamp : null;
      return other === null ? [] : [`untrue: "${sentence}": it was made under the stamp ${other}`];
    }),
  );
}

function brokenStory({ story, moments }: Told): readonly string[] {
  return [
    ...story
      .filter((sentence) => /\b(undefined|NaN)\b|\[object /.test(sentence))
      .map((sentence) => `broken: "${sentence}"`),
    ...(moments.some(({ atMs }, index) => atMs < (moments[index - 1]?.atMs ?? 0))
      ? ['the moments of the story are not in the order of time']
      : []),
  ];
}

function brokenVerdict({ run, lines }: Told): readonly string[] {
  const cause = run?.cause ?? null;
  if (run === null || cause === null) return [];
  const known = new Set(lines.map(({ seq }) => seq));
  return [
    ...(cause.evidence.some((seq) => !known.has(seq)) ? ['the cause cites lines that are not there'] : []),
    ...(cause.kind === 'unknown' && run.component !== null && run.outcome !== 'inconclusive'
      ? [`an unknown cause blames ${run.component}`]
      : []),
  ];
}
