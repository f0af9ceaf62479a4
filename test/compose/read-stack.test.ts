// What reading compose files tells besides the stack: places, what is ignored, what nobody gives, and input
// that is bad on purpose.
import { describe, expect, test } from 'vitest';
import { readStack, type StackReading } from '../../src/compose/read-stack.js';

function read(...texts: readonly string[]): StackReading {
  return readStack(
    texts.map((text, index) => ({ file: `${String(index)}.yml`, text })),
    { TAG: '16' },
  );
}

describe('places', () => {
  const base =
    'x-d: &d\n  order: start-first\nservices:\n  app:\n    image: "x:${TAG}"\n    deploy:\n      ' +
    'update_config:\n        <<: *d\n        monitor: 5s\n';

  test('are of the value, also where an anchor or another file brings it', () => {
    const app = read(
      base,
      'services: { app: { deploy: { update_config: { monitor: 9s } } } }\n',
    ).stack?.services.get('app');
    expect(app?.image).toEqual({ value: 'x:16', place: { file: '0.yml', line: 5, column: 12 } });
    expect(app?.update?.order).toEqual({
      value: 'start-first',
      place: { file: '0.yml', line: 2, column: 10 },
    });
    expect(app?.update?.monitorMs).toEqual({ value: 9000, place: { file: '1.yml', line: 1, column: 56 } });
    expect(app?.update?.place).toEqual({ file: '0.yml', line: 7, column: 7 });
  });

  test('are of the key where the value is missing', () => {
    expect(read('services:\n  app:\n    image:\n').faults).toMatchObject([
      { place: { line: 3, column: 5 } },
      { place: { line: 2, column: 3 } },
    ]);
  });
});

describe('is told besides the stack:', () => {
  test('what a stack does nothing with', () => {
    const { faults } = read(
      'services:\n  app:\n    image: x\n    build: .\n    depends_on: [db]\n  db: { image: y }\n---\na: 1\n',
    );
    expect(faults.map(({ kind, place: { line } }) => [kind, line])).toEqual([
      ['ignored', 7],
      ['ignored', 4],
      ['ignored', 5],
    ]);
  });

  test('variables that nobody gives', () => {
    expect(read('services:\n  app:\n    image: x:$NONE\n    user: ${TAG}\n').unset).toEqual([
      { name: 'NONE', place: { file: '0.yml', line: 3, column: 12 } },
    ]);
  });

  test('names that nothing defines', () => {
    const text =
      'services:\n  app:\n    image: x\n    volumes: [data:/d, /host:/e, /anonymous]\n    networks: ' +
      '[proxy, default]\n    secrets: [s]\n    configs: [{ source: c }]\n';
    expect(read(text).faults.map(({ message }) => /the (\w+ \w+),/.exec(message)?.[1])).toEqual([
      'volume data',
      'network proxy',
      'config c',
      'secret s',
    ]);
    const defined =
      'volumes: { data: }\nnetworks: { proxy: { external: true } }\nsecrets: { s: { external: true } ' +
      '}\nconfigs: { c: { file: c } }\n';
    expect(read(text, defined).faults).toEqual([]);
  });

  test('settings that exclude each other', () => {
    const text =
      'services:\n  a: { image: x, deploy: { mode: global, replicas: 2 } }\n  b: { image: x, deploy: ' +
      '{ mode: globl } }\n  c: { image: x, healthcheck: { disable: true, test: t } }\n';
    expect(read(text).faults.map(({ place: { line } }) => line)).toEqual([2, 3, 4]);
  });

  test('images that docker cannot read', () => {
    const images = [
      ['Foo/Bar:1', 'small letters'],
      ['shop:1:2', 'name:tag'],
      ['shop:${NONE}', 'a variable'],
      ['shop :1', 'white space'],
      ['shop@sha256:12', 'name:tag'],
    ] as const;
    for (const [image, hint] of images) {
      const { faults } = read(`services:\n  app:\n    image: "${image}"\n`);
      expect(faults).toMatchObject([
        { kind: 'refused', place: { line: 3, column: 12 }, hint: expect.stringContaining(hint) as string },
      ]);
    }
    for (const image of [
      'Registry.example:5000/team/shop__a-b.c:V1.2_x',
      'localhost/shop',
      `shop:1@sha256:${'0a'.repeat(32)}`,
      '[::1]:5000/shop',
    ])
      expect(read(`services:\n  app:\n    image: "${image}"\n`).faults).toEqual([]);
  });

  test('restart words that a stack does not heed, or does not know', () => {
    const text =
      'services:\n  a: { image: x, restart: always, deploy: { restart_policy: { condition: any } } }\n' +
      '  b: { image: x, restart: "no" }\n  c: { image: x, restart: sometimes }\n' +
      '  d: { image: x, restart: on-failure:3 }\n' +
      '  e: { image: x, restart: sometimes, deploy: { restart_policy: { delay: 1s } } }\n';
    expect(read(text).faults.map(({ kind, place: { line } }) => [kind, line])).toEqual([
      ['ignored', 2],
      ['ignored', 3],
      ['refused', 4],
      ['ignored', 6],
    ]);
  });

  test('networks of one node that a service is to be in', () => {
    const services = 'services:\n  a: { image: x, networks: [b, o, e] }\n  c: { image: x }\n';
    const networks =
      'networks:\n  b: { driver: bridge }\n  o: { driver: overlay }\n  e: { external: true, driver: bridge }\n' +
      '  unused: { driver: bridge }\n  default: { driver: macvlan }\n';
    expect(read(services + networks).faults).toMatchObject([
      { kind: 'refused', place: { line: 5, column: 16 } },
      { kind: 'refused', place: { line: 9, column: 22 } },
    ]);
    expect(read(services.replace('  c: { image: x }\n', '') + networks).faults).toHaveLength(1);
  });

  test('a health test of which the engine makes no probe', () => {
    const text =
      'services:\n  a: { image: x, healthcheck: { test: [curl, -f, x] } }\n' +
      '  b: { image: x, healthcheck: { test: curl -f x } }\n  c: { image: x, healthcheck: { test: [NONE] } }\n' +
      '  d: { image: x, healthcheck: { test: [CMD, curl] } }\n';
    expect(read(text).faults).toMatchObject([{ kind: 'ignored', place: { line: 2, column: 40 } }]);
  });

  test('mounts whose source is missing, or cannot be', () => {
    const text =
      'services:\n  a:\n    image: x\n    volumes:\n      - { type: bind, target: /b }\n' +
      '      - { type: tmpfs, source: t, target: /t }\n      - { type: volume, target: /v }\n' +
      '      - { type: tmpfs, target: /u }\n';
    expect(read(text).faults).toMatchObject([
      { kind: 'refused', place: { line: 5 }, message: expect.stringContaining('says no source') as string },
      { kind: 'refused', place: { line: 6 }, message: expect.stringContaining('has a source') as string },
    ]);
  });

  test('keys that only docker compose knows, with what a stack has in their place', () => {
    const text =
      'services:\n  a: { image: x, profiles: [p], cpus: 2, mem_reservation: 1g, helthcheck: {} }\n';
    expect(read(text).faults.map(({ hint }) => hint)).toEqual([
      'only docker compose has it: give what runs at times a file of its own, or replicas: 0',
      'use deploy.resources.limits.cpus',
      'use deploy.resources.reservations.memory',
      'did you mean healthcheck?',
    ]);
  });

  test('no value of a variable that stands twice', () => {
    const { faults } = read(
      'services:\n  a: { image: x, environment: [PASSWORD=hunter2, PASSWORD=hunter2] }\n',
    );
    expect(faults).toMatchObject([{ kind: 'refused', place: { line: 2, column: 50 } }]);
    expect(JSON.stringify(faults)).not.toContain('hunter2');
  });

  test('ports that docker drops when it merges files', () => {
    const text = 'services:\n  dns:\n    image: x\n    ports: ["53:53/tcp", "53:53/udp", "54:54"]\n';
    expect(read(text).faults).toEqual([]);
    const { faults, stack } = read(text, 'services: { dns: { hostname: h } }\n');
    expect(faults).toMatchObject([
      {
        kind: 'lost',
        place: { line: 4 },
        message: 'docker drops port 53/tcp of service dns when it merges the files',
      },
    ]);
    expect(
      stack?.services.get('dns')?.ports.map(({ published, protocol }) => `${String(published)}/${protocol}`),
    ).toEqual(['53/udp', '54/tcp']);
  });

  test('the nearest key that docker knows', () => {
    expect(read('services: { a: { image: x, deploy: { update_confg: {} } } }').faults).toMatchObject([
      { hint: 'did you mean update_config?' },
    ]);
  });
});

describe('bad input', () => {
  test('in one file does not hide the others', () => {
    const { stack, faults } = read('services: { app: { image: x } }', 'services: { app: ');
    expect(stack?.services.has('app')).toBe(true);
    expect(faults).toMatchObject([{ kind: 'unreadable', place: { file: '1.yml' } }]);
  });

  test.each([
    ['a file that is too long', `services: {}\n# ${'x'.repeat(2 ** 20)}`],
    ['brackets that are never closed', 'a: '.concat('['.repeat(50_000))],
    [
      'blocks that are nested too deep',
      Array.from({ length: 2000 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'),
    ],
  ])('is refused at once: %s', (_, text) => {
    expect(read(text)).toMatchObject({ stack: null, faults: [{ kind: 'unreadable' }] });
  });

  test('that grows with every alias is read without growing', () => {
    const lines = Array.from(
      { length: 20 },
      (_, index) =>
        `x-${String(index + 1)}: &n${String(index + 1)} ` +
        `[${Array.from({ length: 9 }, () => `*n${String(index)}`).join(', ')}]`,
    );
    const { stack } = read(`x-0: &n0 [a]\n${lines.join('\n')}\nservices: { app: { image: x } }\n`);
    expect(stack?.services.size).toBe(1);
  });

  test('with thousands of faults is told in fifty', () => {
    const many = Array.from({ length: 5000 }, (_, index) => `  s${String(index)}: 1`).join('\n');
    const { faults } = read(`services:\n${many}\n`);
    expect(faults).toHaveLength(51);
    expect(faults.at(-1)?.message).toBe('and 4950 more of these in this file');
  });
});
