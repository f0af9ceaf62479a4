// A head that swarm takes without touching a task.
import type { Placed } from '../../compose/place.js';
import type { Pairs, Stack } from '../../compose/stack.js';
import type { Sighting, Signature } from '../signature.js';
import { taskText } from '../task-text.js';

export const labelOnlyHead: Signature = {
  name: 'label-only-head',
  summary: 'the head changes labels at most, and nothing that runs',
  why:
    'Where only labels of the service, its replicas or its update settings change, no task is ' +
    'replaced: swarm sets no update state, looks at nothing and can roll nothing back. The label ' +
    'always reads as the new one, which proves nothing.',
  source:
    'moby/swarmkit manager/orchestrator/task.go (IsTaskDirty), manager/orchestrator/update/updater.go (Run)',
  mend: 'nothing, where no more is wanted; else a change of what runs, such as the image',
  // Such an upgrade shows nothing, which is worth knowing before it is tried a hundred times.
  beforeTrials: 'always',
  look: ({ stack, before }) => {
    if (before === null || !sameTasks(stack, before.stack)) return [];
    const labelled = [...stack.services.values()].flatMap((service): readonly Sighting[] => {
      const label = changedLabel(service.labels, before.stack.services.get(service.name)?.labels);
      if (label === undefined) return [];
      const says = `the head changes labels of ${service.name}, and nothing that runs in the stack`;
      return [{ severity: 'low', service: service.name, places: [label.place], says, change: null }];
    });
    return labelled.length > 0 ? labelled : nothingChanged(stack);
  },
};

/** What comes from a file of variables is not known here. */
function nothingChanged({ services }: Stack): readonly Sighting[] {
  const [first] = services.values();
  if (first === undefined || [...services.values()].some(({ envFiles }) => envFiles.length > 0)) return [];
  const says = 'the head changes nothing that runs in the stack, nor a label';
  return [{ severity: 'low', service: null, places: [first.place], says, change: null }];
}

function sameTasks(now: Stack, before: Stack): boolean {
  if (now.services.size !== before.services.size || names(now) !== names(before)) return false;
  return [...now.services.values()].every((service) => {
    const old = before.services.get(service.name);
    return old !== undefined && taskText(service) === taskText(old);
  });
}

/** A config or secret of another name is mounted in the place of the old one. */
function names({ configs, secrets }: Stack): string {
  return JSON.stringify([...configs, ...secrets].map(([key, { name }]) => [key, name?.value ?? null]));
}

function changedLabel(now: Pairs, before: Pairs | undefined): Placed<string | null> | undefined {
  return [...now].find(([name, { value }]) => before?.get(name)?.value !== value)?.[1];
}
