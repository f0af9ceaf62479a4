// Placement constraints against the one node of a private engine: a manager, without labels, that has the
// name of the machine. Source: moby/swarmkit manager/constraint/constraint.go.
import { hostname } from 'node:os';

/** Why the node does not meet it; null where it does, or where that cannot be known. */
export function unmetConstraint(written: string): string | null {
  const [, key = '', operator = '', value = ''] = /^\s*([^=!\s]+)\s*(==|!=)\s*(.*?)\s*$/.exec(written) ?? [];
  const lower = key.toLowerCase();
  const wants = operator === '==';
  if (lower === 'node.role')
    return (value.toLowerCase() === 'manager') === wants
      ? null
      : 'the one node of a private engine is a manager';
  if (lower === 'node.platform.os')
    return (value.toLowerCase() === 'linux') === wants ? null : 'the node of a private engine runs linux';
  if (!wants) return null;
  if (lower.startsWith('node.labels.') || lower.startsWith('engine.labels.'))
    return 'the node of a private engine has no labels';
  if (lower === 'node.hostname' && value.toLowerCase() === hostname().toLowerCase()) return null;
  if (['node.id', 'node.hostname', 'node.ip'].includes(lower))
    return 'the node of a private engine is another one';
  return null;
}
