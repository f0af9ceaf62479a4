// A config or secret whose file is another in the head, under the name that it had.
import { fileObjects } from '../file-objects.js';
import type { Sighting, Signature } from '../signature.js';

export const configChangedInPlace: Signature = {
  name: 'config-changed-in-place',
  summary: 'the head changes what a config or secret holds and keeps its name: the deploy is refused',
  why:
    'Swarm refuses to change what a config or secret holds: "only updates to Labels are allowed". The ' +
    'deploy ends there, before any service is updated.',
  source:
    'moby/swarmkit manager/controlapi/config.go and secret.go; docker/cli ' +
    'cli/command/stack/deploy_composefile.go (createConfigs)',
  mend: 'another version in its name: in Co-op Cloud the version that abra.sh exports',
  look: ({ stack, contents, before }) => {
    const old = before === null ? [] : fileObjects(before.stack);
    return fileObjects(stack).flatMap(({ kind, key, resource, file }): readonly Sighting[] => {
      const base = old.find(
        (one) => one.kind === kind && one.key === key && one.resource.name?.value === resource.name?.value,
      );
      const was = base === undefined ? null : (before?.contents.get(base.file.value) ?? null);
      const is = contents.get(file.value) ?? null;
      if (was === null || is === null || was === is) return [];
      const says = `the ${kind} ${key} holds something else than in the base, under the same name`;
      return [
        {
          severity: 'high',
          service: null,
          places: [resource.name?.place ?? resource.place, file.place],
          says,
          change: null,
        },
      ];
    });
  },
};
