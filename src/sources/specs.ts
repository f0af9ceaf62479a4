// Services of the stacks, as swarm shows them. Events are only a trigger and can be lost: this look is the
// record.
import type { SpecFact } from '../evidence/fact.js';
import { pathOf, textOf } from './engine-api.js';
import { outageOf } from './outage.js';
import { patienceMs, stackOf, type Source, type Watch, type Why } from './source.js';
import { specFactOf, type ServiceJson } from './spec-view.js';

const name = 'specs';

export const specs: Source = {
  name,
  summary: 'the services of the stacks, as swarm shows them',
  watches: 'swarm',
  attach: async (watch) => {
    const ask = asker(watch);
    const outage = outageOf(name, watch, { patienceMs, needed: true });
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
  /** When the latest look began that was answered. */
  let lookedMs = -Infinity;
  return async (why) => {
    const [sinceMs, beganMs] = [lookedMs, performance.now()];
    const answer = await watch.api.look(watch.seen.countsWanted ? counted : plain);
    const services = lastBody?.equals(answer.body)
      ? null
      : (JSON.parse(textOf(answer)) as readonly ServiceJson[]);
    lookedMs = beganMs;
    if (services === null) return;
    watch.seen.services = services;
    for (const id of record(watch, last, services, why))
      watch.notices.emit('shown', { event: 'service', id, sinceMs }, watch.node.id);
    lastBody = answer.body;
  };
}

/**
 * The ids of those that changed. Every write to a service raises its version index, so an equal index means
 * that nothing changed.
 */
function record(
  watch: Watch,
  last: Map<string, SpecFact>,
  services: readonly ServiceJson[],
  why: Why,
): readonly string[] {
  const changed: string[] = [];
  for (const service of services) {
    const stack = stackOf(watch.stacks, service.Spec.Name);
    if (stack === null || last.get(service.ID)?.versionIndex === service.Version.Index) continue;
    const fact = specFactOf({ stack, stampLabel: watch.stampLabel }, service, why);
    last.set(service.ID, fact);
    changed.push(service.ID);
    remember(watch, fact);
    watch.emit(fact);
  }
  const alive = new Set(services.map(({ ID }) => ID));
  for (const [id, fact] of last) {
    if (alive.has(id)) continue;
    last.delete(id);
    changed.push(id);
    watch.emit({ ...fact, exists: false, seenBy: why });
  }
  return changed;
}

function remember({ seen }: Watch, fact: SpecFact): void {
  seen.serviceNames.set(fact.serviceId, fact.service);
  const stamps = seen.stamps.get(fact.stack) ?? new Set();
  seen.stamps.set(fact.stack, stamps);
  for (const stamp of [fact.spec.stamp, fact.previousSpec?.stamp]) if (stamp) stamps.add(stamp);
}
