// Services of the stacks, as swarm shows them. Events are only a trigger and can be lost: this look is the record.
import type { SpecFact } from '../evidence/fact.js';
import { pathOf, textOf } from './engine-api.js';
import { outageOf } from './outage.js';
import { stackOf, type Source, type Watch, type Why } from './source.js';
import { specFactOf, type ServiceJson } from './spec-view.js';

const name = 'specs';

export const specs: Source = {
  name,
  attach: async (watch) => {
    const ask = asker(watch);
    const outage = outageOf(name, watch);
    await ask('look');
    return {
      look: async (why) => {
        try {
          await ask(why);
          outage.saw();
        } catch (error) {
          outage.lost(error);
        }
      },
    };
  },
};

/** Asks for the services with the counts of their running tasks, which costs the engine more. */
export function countedServicesPath(watch: Watch): string {
  return pathOf('/services', { filters: filtersOf(watch), status: 'true' });
}

function filtersOf({ stacks }: Watch): Readonly<Record<string, readonly string[]>> {
  return { name: stacks.map((stack) => `${stack}_`) };
}

function asker(watch: Watch): (why: Why) => Promise<void> {
  const plain = pathOf('/services', { filters: filtersOf(watch) });
  const counted = countedServicesPath(watch);
  const last = new Map<string, SpecFact>();
  let lastBody: Buffer | null = null;
  return async (why) => {
    const answer = await watch.api.look(watch.seen.countsWanted ? counted : plain);
    if (lastBody?.equals(answer.body)) return;
    const services = JSON.parse(textOf(answer)) as readonly ServiceJson[];
    watch.seen.services = services;
    record(watch, last, services, why);
    lastBody = answer.body;
  };
}

/** Every write to a service raises its version index, so an equal index means that nothing changed. */
function record(watch: Watch, last: Map<string, SpecFact>, services: readonly ServiceJson[], why: Why): void {
  for (const service of services) {
    const stack = stackOf(watch.stacks, service.Spec.Name);
    if (stack === null || last.get(service.ID)?.versionIndex === service.Version.Index) continue;
    const fact = specFactOf(stack, service, why);
    last.set(service.ID, fact);
    remember(watch, fact);
    watch.emit(fact);
  }
  const alive = new Set(services.map(({ ID }) => ID));
  for (const [id, fact] of last) {
    if (alive.has(id)) continue;
    last.delete(id);
    watch.emit({ ...fact, exists: false, seenBy: why });
  }
}

function remember({ seen }: Watch, fact: SpecFact): void {
  seen.serviceNames.set(fact.serviceId, fact.service);
  const stamps = seen.stamps.get(fact.stack) ?? new Set();
  seen.stamps.set(fact.stack, stamps);
  for (const stamp of [fact.spec.stamp, fact.previousSpec?.stamp]) if (stamp) stamps.add(stamp);
}
