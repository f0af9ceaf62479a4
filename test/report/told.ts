// The story of a recorded or constructed trial, as its sentences.
import type { Evidence } from '../../src/evidence/evidence.js';
import { deployOf } from '../../src/evidence/timeline.js';
import { plainPaint } from '../../src/report/paint.js';
import { formatStory } from '../../src/report/story/story-terminal.js';
import { explainTrial, type Story } from '../../src/report/story/story.js';
import { judge } from '../../src/verdict/judge.js';
import { present } from '../../src/base/assert.js';
import { trialSpec } from '../verdict/constructed-journal.js';
import { readJournal } from '../verdict/read-journal.js';

export function storyOf(lines: readonly Evidence[]): Story {
  const { stack } = present(deployOf(lines, 'r1', 'base', 'begin'), 'deploy');
  const spec = trialSpec([], [{ run: 'r1', stack, domain: `${stack}.driftlab.test`, startAfterMs: 0 }]);
  return explainTrial(spec, lines, judge(spec, lines));
}

/** Moments, their quotes and the ending, a sentence each, in the order in which they are read. */
export function sentencesOf(story: Story): readonly string[] {
  return [
    ...story.moments.flatMap(({ text, quotes }) => [
      text,
      ...quotes.map((quote) => `${quote.by}: ${quote.text}`),
    ]),
    ...story.ending,
  ];
}

export function recordedSentences(name: string): readonly string[] {
  return sentencesOf(storyOf(readJournal(name).lines));
}

export function shown(story: Story, width = 100): string {
  return formatStory(story, { width, paint: plainPaint });
}
