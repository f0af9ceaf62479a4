// Whether what stands at a place can be what a shape asks for.
import { parseGoDuration } from './amounts.js';
import { truthWords, type Node, type Scalar } from './node.js';
import type { Leaf, Shape } from './shape.js';

export function fits(node: Node, shape: Shape): boolean {
  if (node.kind !== kindOf(shape)) return shape.is === 'anything';
  if (node.kind !== 'scalar') return true;
  if (node.unknown) return true;
  switch (shape.is) {
    case 'text':
      return (
        typeof node.value === 'string' &&
        (shape.words?.includes(node.value) ?? true) &&
        (shape.form?.takes(node.value) ?? true)
      );
    case 'integer':
      return isNumber(node, shape, Number.isInteger);
    case 'number':
      return isNumber(node, shape, (value) => shape.form?.takes(String(value)) ?? true);
    case 'truth':
      return (
        typeof node.value === 'boolean' ||
        (isCast(node, shape) && Object.hasOwn(truthWords, String(node.value).toLowerCase()))
      );
    case 'duration':
      return typeof node.value === 'string' && parseGoDuration(node.value) !== null;
    case 'nothing':
      return node.value === null;
    default:
      return true;
  }
}

function isNumber(node: Scalar, shape: Leaf, fitting: (value: number) => boolean): boolean {
  const ok = (value: number): boolean => fitting(value) && value >= (shape.least ?? -Infinity);
  if (typeof node.value === 'number') return ok(node.value);
  return (
    isCast(node, shape) &&
    /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(String(node.value)) &&
    ok(Number(node.value))
  );
}

function isCast(node: Scalar, shape: Leaf): boolean {
  return node.substituted && shape.cast === true;
}

export function kindOf(shape: Shape): Node['kind'] | null {
  if (shape.is === 'either') return null;
  return shape.is === 'list' ? 'list' : shape.is === 'map' || shape.is === 'keys' ? 'map' : 'scalar';
}
