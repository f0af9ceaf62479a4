// A config or secret whose file is not there.
import { fileObjects } from '../file-objects.js';
import type { Sighting, Signature } from '../signature.js';

export const fileMissing: Signature = {
  name: 'file-missing',
  summary: 'a config or secret comes from a file that is not there',
  why:
    'The docker client reads the file when the stack is deployed, and ends with an error before ' +
    'anything is updated.',
  source: 'docker/cli cli/compose/convert/compose.go (fileObjectConfig)',
  mend: 'the file, or external: true where it is made by hand',
  look: ({ stack, contents }) =>
    fileObjects(stack).flatMap(({ kind, key, file }): readonly Sighting[] => {
      if (contents.get(file.value) !== null) return [];
      const says = `the ${kind} ${key} comes from ${file.value}, which cannot be read`;
      return [{ severity: 'high', service: null, places: [file.place], says, change: null }];
    }),
};
