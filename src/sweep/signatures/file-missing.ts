// A file that the docker client reads for the stack, and that is not there.
import type { Placed } from '../../compose/place.js';
import { fileObjects } from '../file-objects.js';
import type { Sighting, Signature } from '../signature.js';

export const fileMissing: Signature = {
  name: 'file-missing',
  summary: 'a config, a secret or an environment comes from a file that is not there',
  why:
    'The docker client reads the file when the stack is deployed, and ends with an error before ' +
    'anything is updated.',
  source:
    'docker/cli cli/compose/convert/compose.go (fileObjectConfig), cli/compose/loader/loader.go ' +
    '(resolveEnvironment)',
  mend: 'the file, or external: true where it is made by hand',
  // Whoever runs trials looks for these files itself, and knows more places.
  beforeTrials: 'never',
  look: ({ stack, contents }) => {
    const missing = (file: Placed<string>, service: string | null, what: string): readonly Sighting[] => {
      if (contents.get(file.value) !== null) return [];
      const says = `${what} ${file.value}, which cannot be read`;
      return [{ severity: 'high', service, places: [file.place], says, change: null }];
    };
    return [
      ...fileObjects(stack).flatMap(({ kind, key, file }) =>
        missing(file, null, `the ${kind} ${key} comes from`),
      ),
      ...[...stack.services.values()].flatMap(({ name, envFiles }) =>
        envFiles.flatMap((file) => missing(file, name, `${name} takes its environment from`)),
      ),
    ];
  },
};
