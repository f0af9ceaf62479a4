// What is only there for a while: containers that ended, with the last words of those that failed or wait,
// and at the end the stamp that is live.
import { stackLabel } from '../base/stack-label.js';
import type { RunSpec } from '../plan/plan.js';
import { pathOf } from './engine-api.js';
import { lastLooks } from './last-looks.js';
import { outageOf } from './outage.js';
import type { Source, Watch } from './source.js';
import { stampOf, type ServiceJson } from './spec-view.js';

const name = 'remains';

export const remains: Source = {
  name,
  summary: 'containers that ended, their last words, and the stamp that is live at the end',
  watches: 'swarm',
  attach: (watch) => {
    const outage = outageOf(name, watch);
    const looks = lastLooks(watch);
    const trying = async (look: Promise<void>): Promise<void> => {
      try {
        await look;
        outage.saw();
      } catch (error) {
        outage.lost(error);
      }
    };
    watch.notices.on('container', ({ action, containerId, health }) => {
      if (action === 'kill') looks.killed(containerId);
      if (action === 'die' || health === 'unhealthy')
        watch.follow(trying(looks.at(containerId, watch.signal)));
    });
    watch.notices.on('failed', (taskId, containerId) => {
      watch.follow(trying(looks.failed(containerId, taskId, watch.signal)));
    });
    const readAll = async (stacks: readonly string[], signal: AbortSignal): Promise<void> => {
      for (const stack of stacks)
        for (const id of await containersOf(watch, stack, signal)) await trying(looks.at(id, signal, true));
    };
    return Promise.resolve({
      collect: async (signal) => {
        await readAll(watch.stacks, signal);
        for (const run of watch.runs)
          if (!watch.seen.concluded.has(run.run)) await readBack(watch, run, signal);
      },
      conclude: async (run, signal) => {
        await readAll([run.stack], signal);
        await readBack(watch, run, signal);
      },
    });
  },
};

async function containersOf(watch: Watch, stack: string, signal: AbortSignal): Promise<readonly string[]> {
  const path = pathOf('/containers/json', {
    all: 'true',
    filters: { label: [`${stackLabel}=${stack}`] },
  });
  const ids: string[] = [];
  for (const { id: nodeId } of watch.engine.nodes) {
    const own = await watch.apiOf(nodeId)?.getJson<readonly { readonly Id: string }[]>(path, signal);
    for (const { Id } of own ?? []) {
      ids.push(Id);
      const known = watch.seen.containers.get(Id);
      watch.seen.containers.set(Id, { service: '', taskId: '', ...known, nodeId });
    }
  }
  return ids;
}

async function readBack(watch: Watch, { run, stack }: RunSpec, signal: AbortSignal): Promise<void> {
  const service = `${stack}_${watch.service}`;
  const answer = await watch.api.getJson<ServiceJson>(`/services/${service}`, signal);
  watch.emit({
    kind: 'readback',
    run,
    service,
    found: answer !== null,
    stamp: answer === null ? null : stampOf({ stack, stampLabel: watch.stampLabel }, answer.Spec),
  });
}
