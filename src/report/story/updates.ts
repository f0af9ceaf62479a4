// What swarm made of each service's update, as the service shows it: each state once, and each spec that
// somebody put.
import type { ServiceUpgrade } from '../../evidence/service-upgrade.js';
import { formatDuration } from '../../base/units.js';
import { updateConfigByDefault } from '../../evidence/fact.js';
import { ofKind, specsOf, type SpecLine } from '../../evidence/timeline.js';
import { oneLine } from '../outside-text.js';
import { diedUnasked } from './deaths.js';
import { momentOf, type Moment } from './moment.js';
import { taskOfInWords, type Role } from './roles.js';
import { livesOf, prefixOf, type RunContext } from './run-context.js';
import type { TaskLife } from './task-life.js';
import { runningAt } from './tasks.js';
import { counted, tallied } from '../words.js';

/** `spec 7ae7b0f7+U   updating`. */
export function specAside({ spec, update }: SpecLine): string {
  return [
    spec.stamp === null ? `spec of ${oneLine(spec.image)}` : `spec ${oneLine(spec.stamp)}`,
    ...(update === null ? [] : [update.state]),
  ].join('   ');
}

/** From the upgrade on; that the head's spec goes live and its update begins is told with the deploy. */
export function updateMoments(context: RunContext): readonly Moment[] {
  return context.upgrades.flatMap((upgrade) => [
    ...seenInSpecs(context, upgrade),
    ...seenInEventsOnly(context, upgrade),
  ]);
}

function seenInSpecs(context: RunContext, upgrade: ServiceUpgrade): readonly Moment[] {
  const specs = specsOf(context.lines, upgrade.service);
  return specs.flatMap((now, index) => {
    const [before, atMs] = [specs[index - 1], context.happened(now)];
    if (before === undefined || atMs < context.upgradeMs || atMs >= context.overMs) return [];
    const text = changeInWords({ context, upgrade, before, now });
    if (text === null) return [];
    const aside = upgrade.service === context.service ? specAside(now) : (now.update?.state ?? null);
    return [
      momentOf('update', atMs, `${prefixOf(context, upgrade.service)}${text}`, {
        aside: now.exists ? aside : null,
        lines: [now.seq],
      }),
    ];
  });
}

interface Change {
  readonly context: RunContext;
  readonly upgrade: ServiceUpgrade;
  readonly before: SpecLine;
  readonly now: SpecLine;
}

/** Null when nothing that matters changed. */
function changeInWords(change: Change): string | null {
  const { before, now } = change;
  if (!now.exists) return before.exists ? 'the service is gone' : null;
  if (!before.exists || before.serviceId !== now.serviceId) return 'a service of that name was made anew';
  const [old, state] = [before.update?.state ?? null, now.update?.state ?? null];
  if (state !== old && state !== null && state !== 'updating') {
    return isIntruders(now, change.upgrade.intruder)
      ? `swarm says ${state} of what another client put`
      : stateInWords(change, state);
  }
  return writeInWords(change);
}

/** What another client put over the base, as it stood before the head came. */
function isIntruders(now: SpecLine, intruder: SpecLine | null): boolean {
  return intruder !== null && now.seq <= intruder.seq && now.spec.specHash === intruder.spec.specHash;
}

/** A spec that was put: the head at first is the deploy's own line. */
function writeInWords(change: Change): string | null {
  const { context, upgrade, before, now } = change;
  const { head, headSeen, base, intruder } = upgrade;
  const again = now.spec.specHash === before.spec.specHash;
  if (
    again &&
    now.previousSpec?.specHash === now.spec.specHash &&
    before.previousSpec?.specHash !== now.spec.specHash
  ) {
    if (before.update === null) return null;
    const cut = before.update.state === 'updating' ? ', and can no longer roll back' : '';
    return `the same spec was put again: swarm forgets the state of its update${cut}`;
  }
  if (again || now.seq === headSeen?.seq) return null;
  if (now.spec.specHash === head?.specHash)
    return `${specOf(context.step?.name ?? 'the head')} was put again`;
  if (isIntruders(now, intruder)) return 'another client put this over the base';
  if (now.spec.specHash === base?.spec.specHash)
    return `${specOf(context.step?.over ?? 'the base')} was put back`;
  return headSeen === null ? 'another spec was put' : 'another spec was put over it';
}

/** A state may last a few milliseconds only, too short for a look; the engine's event then tells. */
function seenInEventsOnly(context: RunContext, upgrade: ServiceUpgrade): readonly Moment[] {
  const { service } = upgrade;
  const seen = new Set(specsOf(context.lines, service).map(({ update }) => update?.state));
  return ofKind(context.lines, 'service-event').flatMap((line) => {
    const [state, atMs] = [line.stateNew, context.happened(line)];
    if (
      line.service !== service ||
      state === null ||
      seen.has(state) ||
      atMs < context.upgradeMs ||
      atMs >= context.overMs
    )
      return [];
    seen.add(state);
    const text =
      state === 'rollback_started'
        ? `swarm rolls back${context.step?.over == null ? '' : ` to ${context.step.over}`}`
        : state === 'updating'
          ? null
          : `update state ${state}`;
    return text === null
      ? []
      : [
          momentOf('update', atMs, `${prefixOf(context, service)}${text}`, {
            aside: state,
            lines: [line.seq],
          }),
        ];
  });
}

function stateInWords(change: Change, state: string): string {
  switch (state) {
    case 'completed':
      return completedInWords(change);
    case 'paused':
      return `swarm pauses the update${toInWords(change)} (failure_action: pause)`;
    case 'rollback_started':
      return `${rollerInWords(change)}${backInWords(change)}${rollbackInWords(change)}`;
    case 'rollback_completed':
      return `rollback_completed, ${whoRuns(change)}`;
    case 'rollback_paused':
      return `swarm's rollback stops half-way${pauseInWords(change)}, ${whoRuns(change)}`;
    default:
      return `update state ${state}`;
  }
}

/** Of a chain, to which version: there are several updates. */
function toInWords({ context: { step } }: Change): string {
  return step === null ? '' : ` to ${step.name}`;
}

function backInWords({ context: { step } }: Change): string {
  return step?.over == null ? '' : ` to ${step.over}`;
}

function specOf(version: string): string {
  return `${version}'s spec`;
}

function rollerInWords({ now: { update } }: Change): string {
  const byHand = update?.message.startsWith('manually') === true;
  return byHand ? 'a rollback was asked for by hand' : 'swarm rolls back';
}

/**
 * The settings of a rollback matter where it has tasks to replace; they are those of the spec that is put
 * back. Only set ones are told: journals of older driftlabs do not have them, and are read with the defaults.
 */
function rollbackInWords({ context, upgrade: { service }, now }: Change): string {
  const { order, monitorMs } = now.spec.rollbackConfig;
  const isSet = order !== updateConfigByDefault.order || monitorMs !== updateConfigByDefault.monitorMs;
  if (!isSet || !livesOf(context, service).some(({ role }) => role === 'restored')) return '';
  return ` (rollback_config: ${order}, monitor ${formatDuration(monitorMs)})`;
}

function pauseInWords({ now }: Change): string {
  const { failureAction } = now.spec.rollbackConfig;
  return failureAction === updateConfigByDefault.failureAction
    ? ''
    : ` (rollback failure_action: ${failureAction})`;
}

/** The word stands over a rollback too, when a further run of the updater found nothing to do. */
function completedInWords(change: Change): string {
  const {
    upgrade: { head, base },
    now,
  } = change;
  const isBack =
    head !== null && now.spec.specHash !== head.specHash && now.spec.specHash === base?.spec.specHash;
  return isBack
    ? `swarm says completed, over ${specOf(change.context.step?.over ?? 'the base')}: ${whoRuns(change)}`
    : `swarm says the update${toInWords(change)} completed${toleratedInWords(change)}`;
}

/**
 * Deaths before `completed` that did not stop the update, with the setting that let them pass where one did.
 */
function toleratedInWords({ context, upgrade: { service }, now }: Change): string {
  const atMs = context.happened(now);
  const dead = livesOf(context, service).filter(
    (life) => life.role === 'new' && diedUnasked(life) && life.end.atMs <= atMs,
  ).length;
  if (dead === 0) return '';
  const { failureAction, maxFailureRatio } = now.spec.updateConfig;
  const setting =
    failureAction === 'continue'
      ? 'failure_action: continue'
      : maxFailureRatio > 0
        ? `max_failure_ratio: ${String(maxFailureRatio)}`
        : null;
  const who = dead === 1 ? 'a new task' : `${String(dead)} new tasks`;
  return ` though ${who} had died${setting === null ? '' : ` (${setting})`}`;
}

/** Of upgrades without versions on the way; in a chain each task has a version's name. */
const running: readonly (readonly [role: Role, one: string, many: string])[] = [
  ['old', 'old task still running', 'old tasks still running'],
  ['restored', 'restored base task running', 'restored base tasks running'],
  ['new', 'head task still running', 'head tasks still running'],
  ['other', 'a task of another version running', 'tasks of another version running'],
];

/** Who ran at that moment, by swarm's and the containers' word. */
function whoRuns({ context, upgrade: { service }, now }: Change): string {
  const lives = runningAt(context, service, context.happened(now));
  const parts = context.step === null ? rolesInWords(lives) : versionsInWords(lives);
  const { replicas } = now.spec;
  const where =
    replicas !== null && lives.length < replicas
      ? ` in ${String(lives.length)} of ${counted(replicas, 'slot')}`
      : '';
  return parts.length === 0 ? 'no task running' : `${parts.join(', ')}${where}`;
}

function rolesInWords(lives: readonly TaskLife[]): readonly string[] {
  return running.flatMap(([role, one, many]) => {
    const count = lives.filter((life) => life.role === role).length;
    return count === 0 ? [] : [count === 1 ? one : `${String(count)} ${many}`];
  });
}

/** `task of 1.5.0 running`, `2 tasks of 1.5.0 running`. */
function versionsInWords(lives: readonly TaskLife[]): readonly string[] {
  return tallied(lives.map((life) => taskOfInWords(life))).map(([who, count]) =>
    count === 1 ? `${who} running` : `${String(count)} ${who.replace('task', 'tasks')} running`,
  );
}
