// The two deploys: what git says the stamp must be, what the deployer says it took, and when the base was up.
// A deploy is told where the service showed its spec, since a deployer that waits ends long after; its end
// has a line of its own then, or where it failed.
import { ownCommand } from '../../evidence/named-deployers.js';
import type { EvidenceOf } from '../../evidence/evidence.js';
import {
  adoptionOf,
  deployOf,
  ofKind,
  specsOf,
  type DeployLine,
  type SpecLine,
} from '../../evidence/timeline.js';
import { deployerSaid } from './deployer-said.js';
import { momentOf, type Moment } from './moment.js';
import type { RunContext } from './run-context.js';
import { specAside } from './updates.js';
import { baseName, headName, whoSays } from './versions.js';

/** A deployer that goes on for longer after its spec is there has waited. */
const waitedMs = 2000;

export function deployMoments(context: RunContext): readonly Moment[] {
  return [...wrongTrees(context), ...deployEnds(context), ...(isProbe(context) ? [] : baseUp(context))];
}

/**
 * The worktree was not what the ref asks for. A deploy may check its version out itself: of each step the
 * last look tells.
 */
function wrongTrees({ lines, run, spec }: RunContext): readonly Moment[] {
  const ofRun = ofKind(lines, 'worktree').filter((line) => line.run === run.run);
  return ofRun
    .filter(
      (line) =>
        line === ofRun.findLast(({ step }) => step === line.step) && line.treeStamp !== line.intendedStamp,
    )
    .map((line) =>
      momentOf(
        'deploy',
        line.atMs,
        `the tree is not what was asked for: it gives ${line.treeStamp}, ${whoSays(spec)} ${line.intendedStamp}`,
        { lines: [line.seq], cited: true },
      ),
    );
}

function deployEnds(context: RunContext): readonly Moment[] {
  const ofRun = ofKind(context.lines, 'deploy').filter((line) => line.run === context.run.run);
  const ends = ofRun.filter((line) => line.mark === 'end');
  const cut = ofRun.filter((line) => line.mark === 'begin' && !ends.some((end) => end.step === line.step));
  return [
    ...ends.flatMap((line) => (failed(line) ? failedMoments(context, line) : doneMoments(context, line))),
    ...cut.map((line) =>
      momentOf('deploy', line.atMs, `${what(context, line)} deploy began; its end is not on record`, {
        lines: [line.seq],
        cited: true,
      }),
    ),
  ];
}

function doneMoments(context: RunContext, line: DeployLine): readonly Moment[] {
  const put = putBy(context, line);
  const atMs = put === null ? line.atMs : putMs(context, line, put);
  const deployed = momentOf('deploy', atMs, doneText(context, line), {
    aside: asideAt(context, line),
    lines: seqsOf(put, line),
  });
  if (line.atMs - atMs < waitedMs) return [deployed];
  const waited = ((line.atMs - (beginOf(context, line)?.atMs ?? atMs)) / 1000).toFixed(1);
  return [
    deployed,
    momentOf('deploy', line.atMs, `${what(context, line)} deploy ends well, ${waited} s after it began`, {
      lines: [line.seq],
    }),
  ];
}

function failedMoments(context: RunContext, line: DeployLine): readonly Moment[] {
  const put = line.step === 'upgrade' ? putBy(context, line) : null;
  const seen =
    put === null || put.spec.stamp === null
      ? []
      : [
          momentOf('deploy', putMs(context, line, put), "the head's spec is put", {
            aside: specAside(put),
            lines: [put.seq],
          }),
        ];
  return [
    ...seen,
    momentOf('deploy', line.atMs, failureText(context, line), {
      aside: seen.length > 0 ? null : asideAt(context, line),
      lines: [line.seq],
      cited: true,
    }),
  ];
}

/** The line that first shows what the deploy put to the service under test; null when that was never seen. */
function putBy(context: RunContext, line: DeployLine): SpecLine | null {
  if (line.step === 'upgrade') return context.upgrades[0]?.headSeen ?? null;
  return specsSince(context, line)[0] ?? null;
}

/**
 * What the service showed since the deploy began; beside other runs, only what this deploy says that it put.
 */
function specsSince(context: RunContext, line: DeployLine): readonly SpecLine[] {
  const begin = beginOf(context, line);
  const since = specsOf(context.lines, context.service).filter(
    (spec) => spec.exists && spec.seq > (begin?.seq ?? line.seq),
  );
  return context.spec.runs.length === 1 ? since : since.filter(({ spec }) => spec.stamp === line.stamp);
}

function putMs(context: RunContext, line: DeployLine, put: SpecLine): number {
  const begin = beginOf(context, line);
  return Math.min(line.atMs, Math.max(begin?.atMs ?? 0, context.happened(put)));
}

function beginOf({ lines }: RunContext, { run, step }: DeployLine): DeployLine | null {
  return deployOf(lines, run, step, 'begin');
}

function seqsOf(put: SpecLine | null, line: DeployLine): readonly number[] {
  return [...(put === null ? [] : [put.seq]), line.seq].sort((a, b) => a - b);
}

function failureText(context: RunContext, line: DeployLine): string {
  const how = line.exitCode === null ? '' : ` with exit code ${String(line.exitCode)}`;
  const why = line.failure === null ? '' : `: ${deployerSaid(line.failure)}`;
  const first = isProbe(context)
    ? `${line.stamp === null ? 'no stamp was said' : `the deployer took ${line.stamp}`}, then the `
    : '';
  return `${first}${what(context, line)} deploy ${isProbe(context) ? 'ended' : 'failed'}${how}${why}`;
}

function doneText(context: RunContext, line: DeployLine): string {
  if (line.step === 'base') return `${baseName(context.spec)} deployed`;
  if (adoptionOf(context.lines, line.run) !== null) return watchedText(context, line);
  const git =
    ofKind(context.lines, 'worktree').findLast((tree) => tree.run === line.run && tree.step === 'upgrade')
      ?.intendedStamp ?? null;
  const deployer =
    line.stamp === null
      ? 'the deployer names no stamp'
      : line.stamp === git
        ? 'so does the deployer'
        : `the deployer says ${line.stamp}`;
  return git === null
    ? `${headName(context.spec)} deployed: ${line.stamp === null ? deployer : `the deployer says ${line.stamp}`}`
    : `${headName(context.spec)} deployed: ${whoSays(context.spec)} ${git}, ${deployer}`;
}

/** Of an upgrade that was only watched: who made it, and what it put in place of what. */
function watchedText({ upgrades: [own] }: RunContext, { deployer }: DeployLine): string {
  const who = deployer === ownCommand ? 'the command' : 'somebody';
  if (own === undefined || own.headSeen === null || own.head === null || own.base === null)
    return `${who} deployed`;
  const [now, before] = [own.head, own.base.spec];
  if (now.specHash === before.specHash) return `${who} put the same spec again`;
  return now.image === before.image
    ? `${who} put another spec with the same image`
    : `${who} put ${now.image} over ${before.image}`;
}

/** A stamp probe: its deploys are meant to end early. */
function isProbe({ spec }: RunContext): boolean {
  return spec.settings.stopAt === 'stamp';
}

function failed(line: EvidenceOf<'deploy'>): boolean {
  return (line.exitCode !== null && line.exitCode !== 0) || line.failure !== null;
}

function what({ spec }: RunContext, line: EvidenceOf<'deploy'>): string {
  if (line.deployer === ownCommand) return "the command's";
  return line.step === 'base' ? 'base' : headName(spec);
}

/**
 * The spec that the deploy put there: the first one seen since it began, or else the last one before. A
 * head's update may begin a moment after the deploy; the two belong to one line.
 */
function asideAt(context: RunContext, line: DeployLine): string | null {
  const since = specsSince(context, line);
  const before = specsOf(context.lines, context.service).findLast(
    (spec) => spec.exists && spec.seq < line.seq,
  );
  const [found = context.spec.runs.length === 1 ? before : undefined, next] = since;
  if (found === undefined) return null;
  const begun =
    line.step === 'upgrade' &&
    found.update === null &&
    next?.update?.state === 'updating' &&
    next.spec.stamp === found.spec.stamp;
  return specAside(begun ? next : found);
}

/**
 * The base is up when its first task is healthy, or where nothing checks health when the base phase ended
 * without a fault.
 */
function baseUp({ lines, service, upgradeMs, happened }: RunContext): readonly Moment[] {
  const healthy = ofKind(lines, 'container').find(
    (line) => line.service === service && line.health === 'healthy' && line.atMs < upgradeMs,
  );
  if (healthy !== undefined)
    return [momentOf('up', happened(healthy), 'base healthy', { lines: [healthy.seq] })];
  const ended = ofKind(lines, 'phase').find((line) => line.phase === 'base' && line.mark === 'end');
  const faulty = ofKind(lines, 'fault').some((line) => line.phase === 'base');
  const began = ofKind(lines, 'phase').some((line) => line.phase === 'upgrade');
  if (ended === undefined || faulty || !began) return [];
  return [momentOf('up', ended.atMs, 'base running', { lines: [ended.seq] })];
}
