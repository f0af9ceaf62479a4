// What the package offers to other programs is written down in test/doors/api/, so that a change of it is
// seen in review. A change that is meant is taken over with `npx vitest run test/doors/api.test.ts -u`.
import { describe, expect, it } from 'vitest';
import { declarationsOf } from './declarations.js';

const doors = ['index.ts', 'doors/verdict.ts', 'doors/evidence.ts'] as const;
const names: Readonly<Record<(typeof doors)[number], string>> = {
  'index.ts': 'driftlab',
  'doors/verdict.ts': 'driftlab-verdict',
  'doors/evidence.ts': 'driftlab-evidence',
};

describe('the package offers what is written down, and nothing else:', () => {
  const declared = declarationsOf(doors);

  it.each(doors)('%s', async (door) => {
    const text = declared.get(door) ?? '';
    expect(text).not.toBe('');
    await expect(text).toMatchFileSnapshot(`api/${names[door]}.d.txt`);
  });

  it("names every type that the verdict door's own declarations name", () => {
    const text = declared.get('doors/verdict.ts') ?? '';
    const offered = new Set(
      [...text.matchAll(/^(?:interface|type|function|const|class) (\w+)/gm)].map(([, name]) => name),
    );
    const named = [...text.matchAll(/[:|<(&] *(?:readonly )?\(?(?:readonly )?([A-Z]\w+)/g)].map(
      ([, name]) => name ?? '',
    );
    const known = new Set([
      'Readonly',
      'Record',
      'Pick',
      'Omit',
      'Extract',
      'ReadonlySet',
      'ReadonlyMap',
      'K',
      'T',
    ]);
    expect([...new Set(named)].filter((name) => !offered.has(name) && !known.has(name))).toEqual([]);
  });
});
