// Placement constraints against the nodes that a scenario gives a private engine.
import { hostname } from 'node:os';
import { describe, expect, it } from 'vitest';
import { nodesOf } from '../../../src/scenario/engine-nodes.js';
import { isMetTogether, placedOn, unmetConstraint } from '../../../src/cli/preflight/unmet-constraint.js';

const three = placedOn(
  nodesOf({ nodes: 3, labels: { node2: { disk: 'ssd' }, node3: { disk: 'hdd', zone: 'a' } } }),
);
const managers = placedOn(nodesOf({ nodes: 2, managers: 2 }));

describe('a constraint', () => {
  it.each([
    ['node.role == worker'],
    ['node.role != manager'],
    ['node.labels.disk == SSD'],
    ['node.labels.disk != ssd'],
    ['node.labels.none != x'],
    ['node.hostname == node3'],
    ['Node.Hostname==NODE2'],
    ['node.ip != 10.0.0.1'],
    ['something else'],
  ])('that one of three nodes meets: %s', (written) => {
    expect(unmetConstraint(written, three)).toBeNull();
  });

  it.each([
    ['node.role == worker', managers, 'none of its nodes is a worker', 'nodes: 2'],
    ['node.role != manager', managers, 'each of its nodes is a manager', 'nodes: 2'],
    [
      'node.labels.disk == nvme',
      three,
      'none of its nodes has that label',
      'labels: { node1: { disk: "nvme" } }',
    ],
    [
      'node.labels.Disk == ssd',
      three,
      'none of its nodes has that label',
      'labels: { node1: { Disk: "ssd" } }',
    ],
    ['node.hostname == node4', three, 'none of its nodes is that one', null],
    ['node.id == abc', three, 'none of its nodes is that one', null],
    ['engine.labels.x == y', three, 'none of its nodes has that label', null],
    ['node.platform.os == windows', three, 'the nodes of a private engine run linux', null],
    ['node.role == worker', placedOn(), 'the one node of a private engine is a manager', 'nodes: 2'],
    [
      'node.labels.db == true',
      placedOn(),
      'the one node of a private engine has no label',
      'labels: { node1: { db: "true" } }',
    ],
  ])('that none meets: %s', (written, nodes, why, wayOut) => {
    expect(unmetConstraint(written, nodes)).toEqual({ why, wayOut });
  });

  it('to the name of this machine is met by a node that is alone, and by none of several', () => {
    expect(unmetConstraint(`node.hostname == ${hostname()}`, placedOn())).toBeNull();
    expect(unmetConstraint(`node.hostname == ${hostname()}`, three)).not.toBeNull();
    expect(unmetConstraint('node.hostname == node1', placedOn())).not.toBeNull();
  });
});

describe('several constraints', () => {
  it('have to be met by one and the same node', () => {
    expect(isMetTogether(['node.labels.disk == hdd', 'node.labels.zone == a'], three)).toBe(true);
    expect(isMetTogether(['node.labels.disk == ssd', 'node.labels.zone == a'], three)).toBe(false);
    expect(isMetTogether(['node.labels.disk == ssd', 'node.role == manager'], three)).toBe(false);
  });
});
