import { describe, expect, it } from 'vitest';
import { givenOf, isName } from '../../src/compose/given.js';
import { readStack } from '../../src/compose/read-stack.js';

const app =
  'services: { app: { image: "a:1", networks: [proxy, own], configs: [nginx], secrets: [{ source: db }], ' +
  'volumes: ["data:/data", "./here:/here"] }, side: { image: "b:1" } }\n';

function given(text: string, env = {}): readonly string[] {
  const { stack } = readStack(
    [
      { file: 'compose.yml', text: app },
      { file: 'more.yml', text },
    ],
    env,
  );
  return stack === null ? [] : givenOf(stack).map(({ what, name }) => `${what} ${name}`);
}

describe('what a stack takes as given', () => {
  it('is what its files call external, by the name that the engine knows', () => {
    expect(given('networks: { proxy: { external: true }, own: {} }')).toEqual(['network proxy']);
    expect(given('networks: { proxy: { external: true, name: "edge-${STAGE}" } }', { STAGE: 'b' })).toEqual([
      'network edge-b',
    ]);
    expect(given('networks: { proxy: { external: { name: edge } } }')).toEqual(['network edge']);
    expect(
      given(
        'volumes: { data: { external: true, name: files } }\nconfigs: { nginx: { external: true } }\n' +
          'secrets: { db: { external: true, name: "x_db_${V}" } }',
        { V: 'v1' },
      ),
    ).toEqual(['volume files', 'config nginx', 'secret x_db_v1']);
  });

  it('is not what the files make themselves, what docker always has, or what no service uses', () => {
    expect(given('networks: { proxy: { external: false }, own: }')).toEqual([]);
    expect(given('networks: { proxy: { external: true, name: host } }')).toEqual([]);
    expect(given('networks: { other: { external: true } }\nvolumes: { more: { external: true } }')).toEqual(
      [],
    );
    expect(given('configs: { here: { external: true } }\nsecrets: { there: { external: true } }')).toEqual(
      [],
    );
  });

  it('is also the default network of a service that names none', () => {
    expect(given('networks: { default: { external: true, name: proxy } }')).toEqual(['network proxy']);
  });

  it('has a name that docker takes only where the version in it is set', () => {
    expect(['a_db_v1', 'proxy', 'x.y-1'].map(isName)).toEqual([true, true, true]);
    expect(['a_db_', '', '_a', 'a b'].map(isName)).toEqual([false, false, false, false]);
  });
});
