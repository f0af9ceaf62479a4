// Versions that the stack went through before the head under test: each is told as the upgrade that it was.
import { passagesOf, type Passage } from '../../evidence/passages.js';
import { specsOf } from '../../evidence/timeline.js';
import { momentOf, type Moment } from './moment.js';
import { onTheWay, type RunContext } from './run-context.js';
import { taskMoments } from './tasks.js';
import { specAside, updateMoments } from './updates.js';
import { refInWords } from './versions.js';

export function passageMoments(context: RunContext): readonly Moment[] {
  return [
    ...passagesOf(context.lines, context.run.run).flatMap((line) => deployMoment(context, line)),
    ...onTheWay(context).flatMap((way) => [...taskMoments(way), ...updateMoments(way)]),
  ];
}

function deployMoment(context: RunContext, line: Passage): readonly Moment[] {
  const name = refInWords(line.ref);
  const told = (how: string, cited: boolean): Moment =>
    momentOf('deploy', line.atMs, `${name} ${how}`, {
      aside: asideOf(context, line),
      lines: [line.seq],
      cited,
    });
  if (line.mark === 'begin')
    return endOf(context, line) === undefined
      ? [told('begins to be deployed on the way; its end is not on record', true)]
      : [];
  const { stamp, failure, exitCode } = line;
  return exitCode === 0
    ? [told(`deployed on the way${stamp === null ? '' : `, as ${stamp}`}`, false)]
    : [told(`could not be deployed on the way: ${failure ?? 'the deployer said nothing'}`, true)];
}

function endOf({ lines, run }: RunContext, { index }: Passage): Passage | undefined {
  return passagesOf(lines, run.run).find((line) => line.index === index && line.mark === 'end');
}

/** The spec of the service under test as it stood then. */
function asideOf({ lines, service }: RunContext, { seq, mark }: Passage): string | null {
  const seen = specsOf(lines, service).findLast((line) => line.exists && line.seq < seq);
  return mark === 'begin' || seen === undefined ? null : specAside(seen);
}
