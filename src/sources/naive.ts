// What a check would have said that waits for health and then reads the label (S9): every service of the
// stack has all its tasks running and a container of the service under test is healthy. The harness asks a
// page over HTTP; a private engine may sit on a kernel without the ingress mesh, so the container's own
// health check stands in for that page.
import type { NaiveFact } from '../evidence/fact.js';
import type { RunSpec } from '../plan/plan.js';
import { pathOf } from './engine-api.js';
import { judgeLabel, judgeUnhealthy } from './naive-words.js';
import { outageOf } from './outage.js';
import type { Source, Watch } from './source.js';
import { countedServicesPath } from './specs.js';
import { stampOf, type ServiceJson } from './spec-view.js';

const name = 'naive';

export const naive: Source = {
  name,
  summary: 'what a check would have said that waits for health and then reads the label',
  watches: 'swarm',
  attach: (watch) => {
    const passed = new Set<string>();
    const outage = outageOf(name, watch);
    const pending = (): readonly RunSpec[] =>
      watch.runs.filter(({ run }) => watch.seen.naively.has(run) && !passed.has(run));
    return Promise.resolve({
      look: async () => {
        for (const run of pending()) {
          try {
            const fact = await judge(
              { watch, services: watch.seen.services, run, moment: 'healthy' },
              watch.signal,
            );
            outage.saw();
            if (!fact.healthy) continue;
            passed.add(run.run);
            watch.emit(fact);
          } catch (error) {
            outage.lost(error);
          }
        }
        watch.seen.countsWanted = pending().length > 0;
      },
      conclude: (run, signal) => lastWords(watch, [run], signal),
      collect: (signal) =>
        lastWords(
          watch,
          watch.runs.filter(({ run }) => !watch.seen.concluded.has(run)),
          signal,
        ),
    });
  },
};

async function lastWords(watch: Watch, runs: readonly RunSpec[], signal: AbortSignal): Promise<void> {
  const judged = runs.filter(({ run }) => watch.seen.naively.has(run));
  if (judged.length === 0) return;
  const services =
    (await watch.api.getJson<readonly ServiceJson[]>(countedServicesPath(watch), signal)) ?? [];
  for (const run of judged) watch.emit(await judge({ watch, services, run, moment: 'end' }, signal));
}

interface Check {
  readonly watch: Watch;
  /** With the counts of their tasks. */
  readonly services: readonly ServiceJson[];
  readonly run: RunSpec;
  readonly moment: NaiveFact['moment'];
}

/** Health first, then the label, as such a check does. */
async function judge(
  { watch, services: all, run: { run, stack }, moment }: Check,
  signal: AbortSignal,
): Promise<NaiveFact> {
  const services = all.filter(({ Spec }) => Spec.Name.startsWith(`${stack}_`));
  const tested = services.find(({ Spec }) => Spec.Name === `${stack}_${watch.service}`);
  const trouble =
    tested === undefined
      ? `no service ${stack}_${watch.service}`
      : (shortOf(services) ?? (await unhealthyContainer(watch, tested, signal)));
  const label = tested === undefined ? null : stampOf({ stack, stampLabel: watch.stampLabel }, tested.Spec);
  const said =
    trouble === null ? judgeLabel(label, watch.seen.naively.get(run) ?? '') : judgeUnhealthy(trouble);
  return { kind: 'naive', run, moment, healthy: trouble === null, label, ...said };
}

/** The first service that is not N/N; null when all are. */
function shortOf(services: readonly ServiceJson[]): string | null {
  for (const { Spec, ServiceStatus: counts } of services) {
    if (counts === undefined) return `${Spec.Name} not counted`;
    if (counts.RunningTasks !== counts.DesiredTasks) {
      return `${Spec.Name} ${String(counts.RunningTasks)}/${String(counts.DesiredTasks)}`;
    }
  }
  return null;
}

/** A running container without a health check counts as healthy. */
async function unhealthyContainer(
  watch: Watch,
  { Spec }: ServiceJson,
  signal: AbortSignal,
): Promise<string | null> {
  const filters = { label: [`com.docker.swarm.service.name=${Spec.Name}`], status: ['running'] };
  const path = pathOf('/containers/json', { filters });
  const containers: { readonly Status: string }[] = [];
  for (const { id } of watch.engine.nodes)
    containers.push(
      ...((await watch.apiOf(id)?.getJson<readonly { readonly Status: string }[]>(path, signal)) ?? []),
    );
  const healthy = containers.some(
    ({ Status }) => Status.includes('(healthy)') || !/\((?:health|unhealthy)/.test(Status),
  );
  return healthy ? null : `${Spec.Name} has no healthy container`;
}
