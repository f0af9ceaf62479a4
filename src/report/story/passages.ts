// Versions that the stack went through before the head under test.
import { passagesOf } from '../../evidence/passages.js';
import { momentOf, type Moment } from './moment.js';
import type { RunContext } from './run-context.js';

export function passageMoments({ lines, run }: RunContext): readonly Moment[] {
  return passagesOf(lines, run.run).flatMap((line) => {
    if (line.mark === 'begin') return [];
    const { atMs, seq, ref, stamp, failure, exitCode } = line;
    const how =
      exitCode === 0
        ? `deployed on the way${stamp === null ? '' : `, as ${stamp}`}`
        : `could not be deployed on the way: ${failure ?? 'the deployer said nothing'}`;
    return [momentOf('deploy', atMs, `${ref} ${how}`, { lines: [seq], cited: exitCode !== 0 })];
  });
}
