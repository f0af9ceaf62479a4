// Who wrote to a service: each call that the engine's log has, and the deploy that made it. The hash of a
// spec cannot tell this: the same spec posted twice changes none, and yet swarm forgets the update that was
// under way.
import { ownCommand } from './named-deployers.js';
import type { Evidence, EvidenceOf } from './evidence.js';
import { compareInstants } from './instant.js';
import { ofKind, specsOf, type DeployLine, type SpecLine } from './timeline.js';

type LogLine = EvidenceOf<'daemon-log'>;

/** A call that changes a service which is there; the one that creates it is not among them. */
export interface ServiceWrite {
  readonly line: LogLine;
  /** The engine's clock. */
  readonly at: string;
  /** The engine's word that it did not carry the call out; null when it did. */
  readonly refusal: LogLine | null;
  /** The end of the deploy that made it; null when no deploy of the trial can have. */
  readonly deploy: DeployLine | null;
}

/**
 * Every call of a client that the engine's log has for this service, in order; none where no such log is
 * watched.
 */
export function writesTo(lines: readonly Evidence[], service: string): readonly ServiceWrite[] {
  const ids = new Set([service, ...specsOf(lines, service).map(({ serviceId }) => serviceId)]);
  const own = ofKind(lines, 'daemon-log').filter(({ serviceId }) => serviceId !== null && ids.has(serviceId));
  const calls = own.filter(({ about, engineAt }) => about === 'service-write' && engineAt !== null);
  const refusals = refusedAmong(
    calls,
    own.filter(({ about }) => about === 'write-refused'),
  );
  const makers = makersOf(
    callsWithStamps(calls, refusals, specsOf(lines, service)),
    refusals,
    deploysOf(lines, service),
  );
  return calls.map((line) => {
    const deploy = makers.get(line) ?? null;
    const said = deploy !== null && refusedIn(deploy, service) ? line : null;
    return { line, at: line.engineAt ?? '', refusal: refusals.get(line) ?? said, deploy };
  });
}

/** Whether a deploy that failed says that the engine refused this very service. */
export function refusedIn({ exitCode, failure }: DeployLine, service: string): boolean {
  const named = /failed to (?:update|create) service (\S+?):/.exec(failure ?? '')?.[1];
  return exitCode !== 0 && named === service;
}

/** The engine answers soon after the call: each refusal is of the last call before it that has none. */
function refusedAmong(
  calls: readonly LogLine[],
  refusals: readonly LogLine[],
): ReadonlyMap<LogLine, LogLine> {
  const answered = new Map<LogLine, LogLine>();
  for (const refusal of refusals) {
    const call = calls.findLast((one) => one.seq < refusal.seq);
    if (call !== undefined && !answered.has(call)) answered.set(call, refusal);
  }
  return answered;
}

interface Call {
  readonly line: LogLine;
  /** The stamp that the service had after it; undefined where no look tells. */
  readonly stamp: string | null | undefined;
}

/**
 * What a call put there stands in the first look after it; where the next call came before that look, as the
 * previous spec there.
 */
function callsWithStamps(
  calls: readonly LogLine[],
  refusals: ReadonlyMap<LogLine, LogLine>,
  specs: readonly SpecLine[],
): readonly Call[] {
  const carriedOut = calls.filter((line) => !refusals.has(line));
  const isBefore = (instant: string, line: LogLine | undefined): boolean =>
    line === undefined || (compareInstants(instant, line.engineAt ?? '') ?? 0) < 0;
  return calls.map((line) => {
    const index = carriedOut.indexOf(line);
    const look = specs.find(({ updatedAt }) => !isBefore(updatedAt, line));
    if (index === -1 || look === undefined) return { line, stamp: undefined };
    if (isBefore(look.updatedAt, carriedOut[index + 1])) return { line, stamp: look.spec.stamp };
    return {
      line,
      stamp: isBefore(look.updatedAt, carriedOut[index + 2]) ? look.previousSpec?.stamp : undefined,
    };
  });
}

interface Span {
  readonly begin: DeployLine;
  readonly end: DeployLine;
  readonly refused: boolean;
}

/** Deploys that can have changed the service: it was there before they ended, and they did end. */
function deploysOf(lines: readonly Evidence[], service: string): readonly Span[] {
  const [first] = specsOf(lines, service);
  const deploys = ofKind(lines, 'deploy').filter(({ stack }) => service.startsWith(`${stack}_`));
  return deploys.flatMap((begin) => {
    const end = deploys.find(
      (line) => line.mark === 'end' && line.run === begin.run && line.step === begin.step,
    );
    const created =
      first === undefined || end === undefined || (first.seq > begin.seq && begin === deploys[0]);
    return begin.mark !== 'begin' || created ? [] : [{ begin, end, refused: refusedIn(end, service) }];
  });
}

/**
 * A deploy writes once to a service, but for a command of somebody's own. Of several that were under way, the
 * one whose stamp the service then had made the call; of those that have the same stamp, the one that ended
 * first made the first call.
 */
function makersOf(
  calls: readonly Call[],
  refusals: ReadonlyMap<LogLine, LogLine>,
  spans: readonly Span[],
): ReadonlyMap<LogLine, DeployLine> {
  const left = new Set([...spans].sort((a, b) => a.end.seq - b.end.seq));
  const makers = new Map<LogLine, DeployLine>();
  const assign = ({ line, stamp }: Call, fits: (span: Span) => boolean): void => {
    const span = [...left].find(
      (one) =>
        fits(one) &&
        isWithin(line, one) &&
        (stamp == null || one.end.stamp === null || one.end.stamp === stamp),
    );
    if (span === undefined || makers.has(line)) return;
    if (span.end.deployer !== ownCommand) left.delete(span);
    makers.set(line, span.end);
  };
  for (const call of calls) if (refusals.has(call.line)) assign(call, ({ refused }) => refused);
  for (const call of calls) if (!refusals.has(call.line)) assign(call, ({ refused }) => !refused);
  for (const call of calls) assign(call, () => true);
  return makers;
}

/**
 * By the lab's clock, which counts whole milliseconds and is that of the engine's machine wherever its log
 * can be read.
 */
function isWithin({ engineAt }: LogLine, { begin, end }: Span): boolean {
  const [from, to] = [compareInstants(begin.wall, engineAt ?? ''), compareInstants(engineAt ?? '', end.wall)];
  return from !== null && to !== null && from <= 0 && to <= 0;
}
