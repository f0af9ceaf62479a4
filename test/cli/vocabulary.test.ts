// The list of all families reads what their members say of themselves: nothing in it is written a second time.
import { describe, expect, it } from 'vitest';
import { actions } from '../../src/actions/index.js';
import { families } from '../../src/cli/families.js';
import { sources } from '../../src/sources/index.js';
import { signatures } from '../../src/sweep/signatures/index.js';

const membersOf = (family: string) => families.find(({ name }) => name === family)?.members ?? [];

describe.each(families.map((family) => [family.name, family] as const))('%s', (_, { members }) => {
  it('has members of different names, each with one line on it', () => {
    const names = members.map(({ name }) => name);
    expect(names.length).toBeGreaterThan(0);
    expect(new Set(names).size).toBe(names.length);
    expect(members.filter(({ summary }) => !/^[^\n]+[^\n.]$/.test(summary))).toEqual([]);
  });
});

it('lists every member that a family has', () => {
  expect(membersOf('actions').map(({ name }) => name)).toEqual(Object.keys(actions));
  expect(membersOf('sources').map(({ name }) => name)).toEqual(sources.map(({ name }) => name));
  expect(membersOf('signatures').map(({ name }) => name)).toEqual(
    expect.arrayContaining(signatures.map(({ name }) => name)),
  );
});

it('shows options with their meaning, and what a member needs', () => {
  expect(membersOf('actions').find(({ name }) => name === 'hold-port')).toMatchObject({
    options: { port: 'The port of each node.', protocol: 'Its protocol.' },
    needs: ["an engine of the lab's own", expect.stringContaining('the image ') as string],
  });
  expect(membersOf('sources').find(({ name }) => name === 'daemon-log')).toMatchObject({
    needs: ["the engine's debug log, which an engine of the lab's own writes"],
  });
});

it('shows an example of all that is written in a scenario', () => {
  const written = ['engines', 'images', 'clones', 'deployers', 'injectors', 'actions', 'checks'];
  const without = written.flatMap((family) =>
    membersOf(family).flatMap(({ name, example }) => (example === undefined ? [name] : [])),
  );
  expect(without).toEqual([]);
});
