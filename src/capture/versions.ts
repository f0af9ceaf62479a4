// Which two versions of a service an upgrade was from and to, from what swarm still has of it. Swarm's own
// rollback leaves no previous spec, so that the version under test is only in the tasks that were made of it;
// a rollback that was asked for keeps it as the previous one (swarmkit updater.go and service.go).
import type { LiveServiceJson, LiveTaskJson, SpecJson, TemplateJson } from './engine-json.js';
import type { LiveService } from './live-stack.js';
import { sameJson } from './same-json.js';

export interface ServiceVersions {
  /** Full name. */
  readonly service: string;
  /** Null where the upgrade brought it. */
  readonly base: SpecJson | null;
  readonly head: SpecJson;
  /** What is not as swarm had it, or was not part of the upgrade, a sentence each. */
  readonly said: readonly string[];
  /** Those that hold whatever its base is. */
  readonly saidOfHead: readonly string[];
}

/** Services whose last writes are further apart were not part of one deploy. */
const togetherMs = 600_000;
/** Swarm notes the beginning of an update a moment after it was asked for, and makes its tasks before. */
const slackMs = 2000;
const rollingBack: ReadonlySet<string> = new Set([
  'rollback_started',
  'rollback_paused',
  'rollback_completed',
]);

export function versionsOf(services: readonly LiveService[]): readonly ServiceVersions[] {
  const writes = services.filter(({ json }) => isUpdated(json)).map(({ json }) => writtenMs(json));
  const lastMs = writes.length === 0 ? null : Math.max(...writes);
  const firstMs = Math.min(...writes.filter((ms) => lastMs !== null && lastMs - ms <= togetherMs));
  return services.map((service) => versionsOfOne(service, { lastMs, firstMs }));
}

interface Deploy {
  /** When the last update of the stack was asked for; null where there was none. */
  readonly lastMs: number | null;
  readonly firstMs: number;
}

function versionsOfOne({ json, tasks }: LiveService, deploy: Deploy): ServiceVersions {
  const { Spec: live, PreviousSpec: previous } = json;
  const service = live.Name;
  const both = (...said: readonly string[]): ServiceVersions => ({
    service,
    base: live,
    head: live,
    said,
    saidOfHead: [],
  });
  if (deploy.lastMs === null) return both();
  if (!isUpdated(json))
    return Date.parse(json.CreatedAt) >= deploy.firstMs - slackMs
      ? {
          service,
          base: null,
          head: live,
          said: ['it was made when the others were updated, so only the head has it'],
          saidOfHead: [],
        }
      : both();
  if (deploy.lastMs - writtenMs(json) > togetherMs)
    return both('its last update was long before that of the others, so both versions have it as it is now');
  if (isOwnRollback(json)) return rolledBack(json, tasks);
  if (previous == null) return both();
  return rollingBack.has(json.UpdateStatus?.State ?? '')
    ? {
        ...both(),
        head: previous,
        ...ofHead('it was rolled back by hand: the head is what was left'),
      }
    : { ...both(), base: previous };
}

function rolledBack(json: LiveServiceJson, tasks: readonly LiveTaskJson[]): ServiceVersions {
  const { Spec: base } = json;
  const left = newestOther(json, tasks);
  if (left === null)
    return {
      service: base.Name,
      base,
      head: base,
      ...ofHead(
        'swarm rolled it back and keeps neither that version nor a task of it any more: the head is what ' +
          'it was rolled back to',
      ),
    };
  return {
    service: base.Name,
    base,
    head: { ...base, TaskTemplate: left },
    ...ofHead(
      'swarm rolled it back and forgot that version: the head is what its tasks were made of, with the ' +
        'labels, update settings, number of tasks and ports of the version that it was rolled back to, ' +
        'which tasks do not show',
    ),
  };
}

function ofHead(text: string): Pick<ServiceVersions, 'said' | 'saidOfHead'> {
  return { said: [text], saidOfHead: [text] };
}

/** What the newest task of the last update was made of that is not made of the live spec. */
function newestOther(
  { Spec: { TaskTemplate: live }, UpdateStatus: status }: LiveServiceJson,
  tasks: readonly LiveTaskJson[],
): TemplateJson | null {
  const begunMs = Date.parse(status?.StartedAt ?? '');
  const others = tasks
    .filter(({ CreatedAt: at }) => Number.isNaN(begunMs) || Date.parse(at) >= begunMs - slackMs)
    .filter(({ Spec: spec }) => !isMadeOf(spec, live))
    .sort((a, b) => Date.parse(b.CreatedAt) - Date.parse(a.CreatedAt));
  return others[0]?.Spec ?? null;
}

/** Only services spell the default runtime out. */
export function isMadeOf(task: TemplateJson, template: TemplateJson): boolean {
  return sameJson(withoutRuntime(task), withoutRuntime(template));
}

function withoutRuntime({ Runtime: runtime, ...template }: TemplateJson): TemplateJson {
  return runtime === undefined || runtime === 'container' ? template : { ...template, Runtime: runtime };
}

function isUpdated({ PreviousSpec: previous, UpdateStatus: status }: LiveServiceJson): boolean {
  return previous != null || Boolean(status?.State);
}

/** Where two tasks failed together, swarm may write `completed` over the state of its rollback. */
function isOwnRollback({ PreviousSpec: previous, UpdateStatus: status }: LiveServiceJson): boolean {
  const state = status?.State ?? '';
  return previous == null && (rollingBack.has(state) || state === 'completed');
}

function writtenMs({ UpdateStatus: status, UpdatedAt: at }: LiveServiceJson): number {
  return Date.parse(status?.StartedAt ?? at);
}
