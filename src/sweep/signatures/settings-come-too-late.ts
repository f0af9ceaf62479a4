// Settings that count only for the next upgrade.
import { formatDuration } from '../../base/units.js';
import { updatePolicy } from '../../compose/policy.js';
import type { Amount, Service, UpdateConfig } from '../../compose/stack.js';
import type { Sighting, Signature } from '../signature.js';

export const settingsComeTooLate: Signature = {
  name: 'settings-come-too-late',
  summary: 'the head changes how tasks are stopped or rolled back, and this upgrade does not heed it',
  why:
    'An old task is stopped as its own spec says: a longer stop_grace_period in the head helps from ' +
    'the upgrade after this one on. A rollback is made as the spec says that is put back: a ' +
    'rollback_config that the head brings plays no part when the head fails.',
  source:
    'moby daemon/cluster/executor/container/controller.go (Shutdown); moby/swarmkit ' +
    'manager/orchestrator/update/updater.go (Run)',
  mend: 'an upgrade before this one that changes nothing else',
  look: ({ stack, before }) =>
    [...stack.services.values()].flatMap((service) => {
      const old = before?.stack.services.get(service.name);
      return old === undefined ? [] : [...graceTooLate(service, old), ...rollbackTooLate(service, old)];
    }),
};

function graceTooLate({ name, stopGraceMs }: Service, old: Service): readonly Sighting[] {
  const [was, is] = [graceOf(old.stopGraceMs), graceOf(stopGraceMs)];
  if (stopGraceMs === null || is <= was) return [];
  const says =
    `${name} gets ${formatDuration(is)} to stop, but the tasks that this upgrade stops have ` +
    formatDuration(was);
  return [{ severity: 'medium', service: name, places: [stopGraceMs.place], says, change: null }];
}

function rollbackTooLate(service: Service, old: Service): readonly Sighting[] {
  const { name, rollback } = service;
  if (
    rollback === null ||
    settings(rollback) === settings(old.rollback) ||
    updatePolicy(service).failureAction !== 'rollback'
  )
    return [];
  const says = `a rollback of this upgrade of ${name} is made as the base says, not by this rollback_config`;
  return [{ severity: 'low', service: name, places: [rollback.place], says, change: null }];
}

function graceOf(grace: Amount): number {
  return grace?.value ?? 10_000;
}

function settings(config: UpdateConfig | null): string {
  if (config === null) return '';
  const { parallelism, delayMs, monitorMs, maxFailureRatio, failureAction, order } = config;
  return JSON.stringify(
    [parallelism, delayMs, monitorMs, maxFailureRatio, failureAction, order].map((one) => one?.value ?? null),
  );
}
