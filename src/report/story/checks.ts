// What the checks of the scenario said, with exit code and last words, and what that was worth.
import { ofKind } from '../../evidence/timeline.js';
import type { RunVerdict } from '../../verdict/verdict.js';
import { momentOf, type Moment, type Quote } from './moment.js';
import type { RunContext } from './run-context.js';

/** One moment for each, when it ended. */
export function checkMoments({ lines, run }: RunContext, verdict: RunVerdict | null): readonly Moment[] {
  return ofKind(lines, 'check')
    .filter((line) => line.mark === 'end' && line.run === run.run)
    .map(({ seq, atMs, name, answer, exitCode, said, failure }) => {
      const judgement = verdict?.checks?.find((check) => check.name === name)?.judgement ?? null;
      const worth = judgement === null ? '' : ` (${judgement.replace('-', ' ')})`;
      const code = exitCode === null ? '' : `, exit code ${String(exitCode)}`;
      const text = answer === null ? `gave no answer: ${failure ?? ''}` : `said ${answer}${code}${worth}`;
      return momentOf('check', atMs, `check ${name} ${text}`, { lines: [seq], quotes: lastLines(said) });
    });
}

const shownLines = 2;

function lastLines(said: string | null): readonly Quote[] {
  const written = (said ?? '').split('\n').filter((line) => line.trim() !== '');
  return written.slice(-shownLines).map((text) => ({ by: 'check', text }) as const);
}
