// The two deploys: what git says the stamp must be, what the deployer says it took, and when the base was up.
import type { EvidenceOf } from '../../evidence/evidence.js';
import { ofKind } from '../../evidence/timeline.js';
import type { Moment } from './moment.js';
import type { RunContext } from './run-context.js';
import { specAside, specsOf } from './updates.js';

export function deployMoments(context: RunContext): readonly Moment[] {
  return [...wrongTrees(context), ...deployEnds(context), ...(isProbe(context) ? [] : baseUp(context))];
}

/** The worktree was not what the ref asks for. A deploy may check its version out itself: of each step the last look tells. */
function wrongTrees({ lines, run }: RunContext): readonly Moment[] {
  const ofRun = ofKind(lines, 'worktree').filter((line) => line.run === run.run);
  return ofRun
    .filter((line) => line === ofRun.findLast(({ step }) => step === line.step) && line.treeStamp !== line.intendedStamp)
    .map((line) => ({
      atMs: line.atMs,
      text: `the tree is not what was asked for: it gives ${line.treeStamp}, git says ${line.intendedStamp}`,
      aside: null,
      lines: [line.seq],
      cited: true,
    }));
}

function deployEnds(context: RunContext): readonly Moment[] {
  const ofRun = ofKind(context.lines, 'deploy').filter((line) => line.run === context.run.run);
  const ends = ofRun.filter((line) => line.mark === 'end');
  const cut = ofRun.filter((line) => line.mark === 'begin' && !ends.some((end) => end.step === line.step));
  return [
    ...ends.map((line) => ({
      atMs: line.atMs, text: deployText(context, line), aside: asideAt(context, line), lines: [line.seq], cited: failed(line),
    })),
    ...cut.map((line) => ({ atMs: line.atMs, text: `${what(line)} deploy began; its end is not on record`, aside: null, lines: [line.seq], cited: true })),
  ];
}

function deployText(context: RunContext, line: EvidenceOf<'deploy'>): string {
  if (failed(line)) {
    const how = line.exitCode === null ? '' : ` with exit code ${String(line.exitCode)}`;
    const why = line.failure === null ? '' : `: ${line.failure.split('\n', 1).join('')}`;
    const first = isProbe(context) ? `${line.stamp === null ? 'no stamp was said' : `the deployer took ${line.stamp}`}, then the ` : '';
    return `${first}${what(line)} deploy ${isProbe(context) ? 'ended' : 'failed'}${how}${why}`;
  }
  if (line.step === 'base') return `base ${context.spec.settings.recipe.base} deployed`;
  const git = ofKind(context.lines, 'worktree').findLast((tree) => tree.run === line.run && tree.step === 'upgrade')?.intendedStamp ?? null;
  const deployer = line.stamp === null ? 'the deployer names no stamp' : line.stamp === git ? 'so does the deployer' : `the deployer says ${line.stamp}`;
  return git === null ? `head deployed: ${line.stamp === null ? deployer : `the deployer says ${line.stamp}`}` : `head deployed: git says ${git}, ${deployer}`;
}

/** A stamp probe: its deploys are meant to end early. */
function isProbe({ spec }: RunContext): boolean {
  return spec.settings.stopAt === 'stamp';
}

function failed(line: EvidenceOf<'deploy'>): boolean {
  return (line.exitCode !== null && line.exitCode !== 0) || line.failure !== null;
}

function what(line: EvidenceOf<'deploy'>): string {
  return line.step === 'base' ? 'base' : 'head';
}

/**
 * The spec that the deploy put there: the first one seen since it began, or else the last one before. A head's update may
 * begin a moment after the deploy; the two belong to one line.
 */
function asideAt(context: RunContext, line: EvidenceOf<'deploy'>): string | null {
  const begin = ofKind(context.lines, 'deploy').findLast((other) => other.run === line.run && other.step === line.step && other.mark === 'begin');
  const specs = specsOf(context).filter((spec) => spec.exists);
  const found = specs.find((spec) => spec.seq > (begin?.seq ?? line.seq)) ?? specs.findLast((spec) => spec.seq < line.seq);
  if (found === undefined) return null;
  const next = specs.find((spec) => spec.seq > found.seq);
  const begun = line.step === 'upgrade' && found.update === null && next?.update?.state === 'updating' && next.spec.stamp === found.spec.stamp;
  return specAside(begun ? next : found);
}

/** The base is up when its first task is healthy, or where nothing checks health when the base phase ended without a fault. */
function baseUp({ lines, service, upgradeMs }: RunContext): readonly Moment[] {
  const healthy = ofKind(lines, 'container').find(
    (line) => line.service === service && line.health === 'healthy' && line.atMs < upgradeMs,
  );
  if (healthy !== undefined) return [{ atMs: healthy.atMs, text: 'base healthy', aside: null, lines: [healthy.seq], cited: false }];
  const ended = ofKind(lines, 'phase').find((line) => line.phase === 'base' && line.mark === 'end');
  const faulty = ofKind(lines, 'fault').some((line) => line.phase === 'base');
  const began = ofKind(lines, 'phase').some((line) => line.phase === 'upgrade');
  if (ended === undefined || faulty || !began) return [];
  return [{ atMs: ended.atMs, text: 'base running', aside: null, lines: [ended.seq], cited: false }];
}
