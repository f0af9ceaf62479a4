// How long no healthy container of the service ran, from the moment the base stood to the end of observation.
import type { EvidenceOf } from '../evidence/evidence.js';
import { ofKind, type TaskHistory } from '../evidence/timeline.js';
import { eventStream } from '../evidence/named-sources.js';
import { sawThroughout } from '../evidence/outages.js';
import type { SpecView } from '../evidence/fact.js';
import { isDone, isJob, mayBeDone } from '../evidence/slots.js';
import { headMeantTo, observedUntilMs, type Story } from './story.js';

interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

export interface Outage {
  /**
   * Milliseconds, rounded; null where the service was still down at the end, so that its outage has no length
   * yet.
   */
  readonly outageMs: number | null;
  /** When it went down for good, in milliseconds since the trial began; null when it served at the end. */
  readonly downFromMs: number | null;
}

/**
 * Null when events were not seen all the time or do not show for every task when it served, and for a service
 * that is done once its tasks ended.
 */
export function outageOf(story: Story): Outage | null {
  const { baseConvergedMs, lines, tasks } = story;
  const spec = story.base?.spec ?? story.live?.spec;
  if (baseConvergedMs === null || (spec !== undefined && isOneShot(spec, story))) return null;
  const watch = { fromMs: baseConvergedMs, toMs: observedUntilMs(lines) };
  if (!sawThroughout(lines, eventStream, watch.fromMs, watch.toMs)) return null;
  const ran = tasks.filter((task) => task.ran);
  const spans = ran.map((task) => spansOf(story, task, watch));
  const known = spans.filter((span) => span !== null);
  if (ran.length === 0 || known.length < spans.length || watch.toMs < watch.fromMs) return null;
  const { sumMs, reachedMs } = covered(known.flat(), watch);
  if (reachedMs < watch.toMs) return { outageMs: null, downFromMs: Math.round(reachedMs) };
  return { outageMs: Math.round(watch.toMs - watch.fromMs - sumMs), downFromMs: null };
}

/**
 * Whether tasks of it are meant to end. `restart: on-failure` alone says nothing of that: many a server has
 * it, and ends only when it is asked to.
 */
function isOneShot(spec: SpecView, story: Story): boolean {
  if (headMeantTo(story) === 'stay') return false;
  return isJob(spec) || (mayBeDone(spec) && story.tasks.some((task) => isDone(spec, task)));
}

/** When the task's container served; null when its evidence is not whole. */
function spansOf(story: Story, task: TaskHistory, watch: Span): readonly Span[] | null {
  const events = ofKind(story.lines, 'container').filter((line) => line.taskId === task.taskId);
  const checked = hasHealthcheck(story, task);
  const started = events.some(({ action }) => action === 'start');
  const died = events.some(({ action }) => action === 'die');
  const livesOn = task.ended === null || task.ended.atMs > watch.toMs;
  if (checked === null || !started || (!livesOn && !died)) return null;
  if (checked && livesOn && !events.some(({ health }) => health === 'healthy')) return null;
  return serving(events, checked, watch.toMs);
}

/** Without a healthcheck a container counts from its start. */
function serving(
  events: readonly EvidenceOf<'container'>[],
  checked: boolean,
  untilMs: number,
): readonly Span[] {
  const spans: Span[] = [];
  let sinceMs: number | null = null;
  for (const { action, health, atMs } of events) {
    if (checked ? health === 'healthy' : action === 'start') sinceMs ??= atMs;
    const stops = action === 'die' || action === 'destroy' || health === 'unhealthy';
    if (!stops || sinceMs === null) continue;
    spans.push({ fromMs: sinceMs, toMs: atMs });
    sinceMs = null;
  }
  return sinceMs === null ? spans : [...spans, { fromMs: sinceMs, toMs: untilMs }];
}

/** Told by the spec of which the task is; null when that was never seen. */
function hasHealthcheck({ lines, service }: Story, task: TaskHistory): boolean | null {
  const views = ofKind(lines, 'spec')
    .filter((line) => line.service === service)
    .flatMap((line) => [line.spec, line.previousSpec]);
  return views.find((view) => view?.taskHash === task.first.taskHash)?.healthcheck ?? null;
}

/** Milliseconds of `watch` that at least one span covers, and when the last of them ends. */
function covered(
  spans: readonly Span[],
  watch: Span,
): { readonly sumMs: number; readonly reachedMs: number } {
  let sum = 0;
  let reached = watch.fromMs;
  for (const { fromMs, toMs } of [...spans].sort((a, b) => a.fromMs - b.fromMs)) {
    const end = Math.min(toMs, watch.toMs);
    if (end <= reached) continue;
    sum += end - Math.max(fromMs, reached);
    reached = end;
  }
  return { sumMs: sum, reachedMs: reached };
}
