// Configs and secrets that a stack makes from files.
import type { Placed } from '../compose/place.js';
import type { Resource, Stack } from '../compose/stack.js';

export interface FileObject {
  readonly kind: 'config' | 'secret';
  readonly key: string;
  readonly resource: Resource;
  readonly file: Placed<string>;
}

export function fileObjects({ configs, secrets }: Stack): readonly FileObject[] {
  return [...ofKind('config', configs), ...ofKind('secret', secrets)];
}

function ofKind(kind: FileObject['kind'], resources: Stack['configs']): readonly FileObject[] {
  return [...resources].flatMap(([key, resource]) => {
    const { file, external, driver } = resource;
    return file === null || external || driver !== null ? [] : [{ kind, key, resource, file }];
  });
}
