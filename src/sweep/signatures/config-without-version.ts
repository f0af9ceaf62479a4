// Configs and secrets can never be changed, only replaced by others.
import { fileObjects } from '../file-objects.js';
import type { Sighting, Signature } from '../signature.js';

export const configWithoutVersion: Signature = {
  name: 'config-without-version',
  summary: 'a config or secret from a file has no name of its own: its next change will be refused',
  why:
    'Swarm refuses to change what a config or secret holds. A stack whose file changes under the same ' +
    'name cannot be deployed any more: the deploy ends with "only updates to Labels are allowed" ' +
    'before any service is updated.',
  source:
    'moby/swarmkit manager/controlapi/config.go and secret.go; docker/cli ' +
    'cli/command/stack/deploy_composefile.go (createConfigs)',
  mend:
    'name: with a version that changes with the content, such as ' +
    '${STACK_NAME}_nginx_${NGINX_CONF_VERSION}',
  look: ({ stack }) =>
    fileObjects(stack).flatMap(({ kind, key, resource, file }): readonly Sighting[] => {
      if (resource.name !== null) return [];
      const says = `the ${kind} ${key} comes from ${file.value} and has no name with a version`;
      return [{ severity: 'low', service: null, places: [resource.place, file.place], says, change: null }];
    }),
};
