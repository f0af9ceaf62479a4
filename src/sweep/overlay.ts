// An overlay that takes away what sweep found: a compose file that is laid on top of the recipe's, which
// stays as it is.
import { stringify } from 'yaml';
import { visible } from '../base/visible.js';
import type { Stack } from '../compose/stack.js';
import type { Change, Finding } from './signature.js';

/** Null when nothing that was found can be mended by a setting. */
export function overlayOf(recipe: string, stack: Stack, findings: readonly Finding[]): string | null {
  const mended = findings.flatMap((finding) =>
    finding.change === null ? [] : [{ ...finding, change: finding.change }],
  );
  if (mended.length === 0) return null;
  const services: Tree = new Map();
  for (const { change } of mended) put(services, [change.service, ...change.path], change.value);
  // Docker merges only files of one version.
  const version: readonly (readonly [string, string])[] =
    stack.version === null ? [] : [['version', stack.version.value]];
  const said = mended.flatMap(({ signature, says, change }) => [
    `${signature}: ${says}.`,
    `  -> ${settingOf(change)}`,
  ]);
  const lines = [
    `Overlay for ${recipe}, by driftlab sweep. It is laid on top of the recipe's own files, which ` +
      'stay as they are.',
    ...new Set(said),
  ];
  return `${lines.map(commented).join('')}${stringify(new Map<string, unknown>([...version, ['services', services]]), { lineWidth: 0 })}`;
}

type Tree = Map<string, Tree | string | number>;

function put(into: Tree, [step = '', ...rest]: readonly string[], value: string | number): void {
  if (rest.length === 0) {
    into.set(step, value);
    return;
  }
  const there = into.get(step);
  const inner: Tree = typeof there === 'object' ? there : new Map<string, Tree | string | number>();
  into.set(step, inner);
  put(inner, rest, value);
}

function settingOf({ service, path, value }: Change): string {
  return `${service}: ${path.join('.')}: ${String(value)}`;
}

function commented(line: string): string {
  return `# ${visible(line).replaceAll('\n', ' ')}\n`;
}
