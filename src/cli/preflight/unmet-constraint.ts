// Placement constraints against the nodes of a private engine. Source: moby/swarmkit
// manager/constraint/constraint.go.
import { hostname } from 'node:os';
import { nodesOf, type NodeSettings } from '../../scenario/engine-nodes.js';

/** As a placement sees them: one that is alone has the name of the machine. */
export function placedOn(nodes: readonly NodeSettings[] = nodesOf()): readonly NodeSettings[] {
  return nodes.length > 1 ? nodes : nodes.map((node) => ({ ...node, name: hostname() }));
}

/** What a constraint asks for, and what would make a node that meets it. */
interface Unmet {
  readonly why: string;
  /** Keys under `engine.private` with which there is such a node; null where nothing makes one. */
  readonly wayOut: string | null;
}

/** Why none of the nodes meets it; null where one does, or where that cannot be known. */
export function unmetConstraint(written: string, nodes: readonly NodeSettings[]): Unmet | null {
  if (nodes.some((node) => meets(node, written))) return null;
  const { key, label, wants, value } = partsOf(written);
  const isAlone = nodes.length === 1;
  const all = isAlone
    ? 'the one node of a private engine'
    : wants
      ? 'none of its nodes'
      : 'each of its nodes';
  const other = value.toLowerCase() === 'manager' ? 'worker' : 'manager';
  const wanted = wants ? value.toLowerCase() : other;
  if (key === 'node.role')
    return {
      why: `${all} is a ${isAlone ? 'manager' : value.toLowerCase()}`,
      wayOut: wanted === 'worker' ? 'nodes: 2' : null,
    };
  if (label !== null)
    return {
      why: `${all} has ${isAlone && wants ? 'no' : 'that'} label`,
      wayOut: wants ? `labels: { node1: { ${label}: ${JSON.stringify(value)} } }` : null,
    };
  if (key.startsWith('engine.labels.'))
    return { why: `${all} has ${isAlone ? 'no' : 'that'} label`, wayOut: null };
  if (key === 'node.platform.os') return { why: 'the nodes of a private engine run linux', wayOut: null };
  return { why: `${all} is ${isAlone ? 'another one' : 'that one'}`, wayOut: null };
}

/** Whether one node meets all of them, as far as that can be known. */
export function isMetTogether(written: readonly string[], nodes: readonly NodeSettings[]): boolean {
  return nodes.some((node) => written.every((one) => meets(node, one)));
}

/** True also of what cannot be known before there is an engine. */
function meets({ name, role, labels }: NodeSettings, written: string): boolean {
  const { key, label, wants, value } = partsOf(written);
  const isSame = (own: string): boolean => (own.toLowerCase() === value.toLowerCase()) === wants;
  if (label !== null) return isSame(labels[label] ?? '');
  if (key === 'node.role') return isSame(role);
  if (key === 'node.platform.os') return isSame('linux');
  if (key === 'node.hostname') return isSame(name);
  if (key.startsWith('engine.labels.')) return isSame('');
  return !(wants && (key === 'node.id' || key === 'node.ip'));
}

interface Parts {
  /** In small letters. */
  readonly key: string;
  /** The label of a node that it is about; null where it is about something else. */
  readonly label: string | null;
  readonly wants: boolean;
  readonly value: string;
}

function partsOf(written: string): Parts {
  const [, key = '', operator = '', value = ''] = /^\s*([^=!\s]+)\s*(==|!=)\s*(.*?)\s*$/.exec(written) ?? [];
  const isLabel = key.toLowerCase().startsWith(ofLabels);
  return {
    key: key.toLowerCase(),
    label: isLabel ? key.slice(ofLabels.length) : null,
    wants: operator === '==',
    value,
  };
}

const ofLabels = 'node.labels.';
