// Judges a constructed journal as a solo trial and hands back its one run.
import type { Evidence } from '../../src/evidence/evidence.js';
import { judge } from '../../src/verdict/judge.js';
import type { RunVerdict } from '../../src/verdict/verdict.js';
import { present } from '../../src/base/assert.js';
import { trialSpec } from './constructed-journal.js';

export function judged(lines: readonly Evidence[]): RunVerdict {
  return present(judge(trialSpec(), lines).runs[0], 'run');
}
