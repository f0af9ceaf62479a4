// The reader held against docker's own: the same stack from the same files, and a refusal where docker
// refuses.
import { describe, expect, test } from 'vitest';
import { readStack } from '../../src/compose/read-stack.js';
import { bare, dockerReads } from './docker.js';

const env = { A: 'one', EMPTY: '', N: '3', YES: 'yes', TAG: '16', STACK_NAME: 'shop_example_com' };

function read(files: readonly string[]): ReturnType<typeof readStack> {
  return readStack(
    files.map((text, index) => ({ file: `${String(index)}.yml`, text })),
    env,
  );
}

const service = (body: string): string =>
  `services:\n  a:\n    image: x\n${body
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n')}\n`;

const merged: readonly (readonly [what: string, files: readonly string[]])[] = [
  [
    'forms of variables',
    [
      service(
        'hostname: "${A}-$A"\nentrypoint: ["${NONE:-two}", "${NONE-two}", "${EMPTY:-two}", ' +
          '"${EMPTY-two}", "${NONE:?must-be}", "${A:-${B}}z", "$$A", "$A-${A}", "${NONE:?x} ${A:-y}"]',
      ),
    ],
  ],
  [
    'numbers and truths from variables',
    [
      service(
        'read_only: "${YES}"\ndeploy: { replicas: "${N}", update_config: { parallelism: "${N}", ' +
          'max_failure_ratio: "0.${N}" } }\nhealthcheck: { retries: "${N}", test: a b }',
      ),
    ],
  ],
  [
    'anchors and merge keys',
    [
      'x-d: &d { order: start-first, monitor: 20s }\nx-e: &e { order: stop-first, delay: 3s ' +
        '}\nservices:\n  a: &a\n    image: x\n    deploy: { update_config: { <<: [*d, *e], ' +
        'parallelism: 2 } }\n  b:\n    <<: *a\n    image: y\n',
    ],
  ],
  [
    'list and map forms',
    [
      service(
        'environment: [A=b=c, EMPTY, F]\nlabels: { l: 1, m: null, n: "" }\ndeploy: { labels: ["k=v", ' +
          '"w"] }\nnetworks: [n]\ncommand: a "b c" d',
      ),
      'networks: { n: {}, m: {} }\nservices: { a: { environment: { A: z, F: 3 }, networks: { m: { ' +
        'aliases: [q] } }, deploy: { labels: { k: "" } } } }\n',
    ],
  ],
  [
    'durations and sizes',
    [
      service(
        'stop_grace_period: 1m30.5s\nhealthcheck: { test: ["CMD", "x"], interval: 500ms, timeout: ' +
          '1h, start_period: 1m }\ndeploy: { resources: { limits: { memory: 1.5g, cpus: "0.5" }, ' +
          'reservations: { memory: 64MiB } } }',
      ),
    ],
  ],
  [
    'zeros that do not override',
    [
      service(
        'stop_grace_period: 9s\nhealthcheck: { test: ["CMD", "x"], interval: 5s, retries: 2 ' +
          '}\ndeploy: { replicas: 2, update_config: { delay: 10s, monitor: 30s, max_failure_ratio: ' +
          '0.5, order: start-first, parallelism: 2 }, placement: { constraints: [a==b], ' +
          'max_replicas_per_node: 1 } }',
      ),
      'services: { a: { image: "", stop_grace_period: 0s, healthcheck: { test: ["CMD", "y"], ' +
        'interval: 0s, retries: 0 }, deploy: { replicas: 0, update_config: { delay: 0s, monitor: 0s, ' +
        'max_failure_ratio: 0, parallelism: 0 }, placement: { constraints: [c==d], ' +
        'max_replicas_per_node: 0 } } } }\n',
    ],
  ],
  [
    'ports, long and short, and those that collapse',
    [
      service(
        'ports: ["80:8080", "53:53/udp", "53:53/tcp", "9000-9002:80-82/udp", { target: 1, published: ' +
          '2, mode: host }, "127.0.0.1:81:81"]',
      ),
      'services: { a: { ports: ["80:9090"] } }\n',
    ],
  ],
  [
    'ports of a service that another file names',
    [service('ports: ["53:53/udp", "53:53/tcp"]'), 'services: { a: { hostname: h } }\n'],
  ],
  [
    'volumes, long and short',
    [
      `${service('volumes: ["d:/data", "data:/var/lib/x:ro", "./here:/there", "/a:/b:rw,z", "/anon", { type: volume, source: data, target: /long, read_only: true }, { type: tmpfs, target: /t }]')}volumes: ` +
        '{ data: { driver: local } }\n',
      'services: { a: { volumes: ["other:/var/lib/x"] } }\nvolumes: { data: { name: named }, other: ' +
        '{ external: true } }\n',
    ],
  ],
  [
    'configs and secrets',
    [
      `${service('configs: [c, { source: e, target: /e }]\nsecrets: [s]')}configs: { c: { file: ` +
        './c.txt, name: "\${STACK_NAME}_c_v1" }, e: { external: true } }\nsecrets: { s: { external: ' +
        'true, name: n } }\n',
      'services: { a: { secrets: [{ source: s, target: t }] } }\n',
    ],
  ],
  [
    'restart and rollback settings',
    [
      service(
        'restart: unless-stopped\ndeploy: { mode: global, endpoint_mode: dnsrr, restart_policy: { ' +
          'condition: on-failure, delay: 5s, max_attempts: 3 }, rollback_config: { failure_action: ' +
          'continue, monitor: 3s } }',
      ),
      'services: { a: { deploy: { restart_policy: { condition: any, window: 10s, max_attempts: 0 }, ' +
        'rollback_config: { order: start-first } } } }\n',
    ],
  ],
  ['services in one file only', [service('tty: true'), 'services: { b: { image: y }, a: { user: "1" } }\n']],
];

describe('the same stack as docker makes of', () => {
  test.each(merged)('%s', (_, files) => {
    const docker = dockerReads(files, env);
    expect(docker).toMatchObject({ ok: true });
    const own = read(files);
    expect(own.faults.filter(({ kind }) => kind === 'refused' || kind === 'unreadable')).toEqual([]);
    const again = readStack([{ file: 'merged', text: docker.text.replaceAll('$', '$$$$') }], env);
    expect(comparable(own.stack)).toEqual(comparable(again.stack));
  });
});

type Plain = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Docker makes paths of files and bind mounts absolute, writes commands as lists, and gives a version. */
function comparable(stack: Parameters<typeof bare>[0]): unknown {
  const { services, configs, secrets, networks, volumes } = bare(stack) as Readonly<Record<string, Plain>>;
  return {
    networks,
    volumes,
    services: each(services, plainService),
    configs: each(configs, plainFile),
    secrets: each(secrets, plainFile),
  };
}

function each(all: Plain | undefined, change: (one: Plain[string]) => unknown): unknown {
  return Object.fromEntries(Object.entries(all ?? {}).map(([name, one]) => [name, change(one)]));
}

function plainFile(one: Plain[string]): unknown {
  return { ...one, file: one['file'] !== null };
}

function plainService(one: Plain[string]): unknown {
  const mounts = (one['mounts'] as readonly { type: string; target: string }[])
    .map((mount) => ({ ...mount, ...(mount.type === 'bind' ? { source: 'a path' } : {}) }))
    .sort((a, b) => (a.target < b.target ? -1 : 1));
  return { ...one, command: (one['command'] as readonly string[]).length > 0, mounts };
}

const refused: readonly (readonly [text: string, line: number, message: RegExp])[] = [
  ['services:\n  a:\n    image: 3\n', 3, /services\.a\.image has to be a text, and is "3"/],
  ['services:\n  a:\n    image: x${A:+b}\n', 3, /does not take the variable/],
  ['services:\n  a:\n    image: x$\n', 3, /does not take the variable/],
  ['services:\n  a:\n    image: ${GIVEN:?say it}\n', 3, /GIVEN has to be given \(say it\)/],
  [service('deploy: { replicas: "3" }'), 4, /replicas has to be a whole number/],
  [service('init: "${YES}"'), 4, /init has to be true or false/],
  [
    service('deploy: { resources: { limits: { memory: 512 } } }'),
    4,
    /memory has to be a size such as 512M, and is "512"/,
  ],
  [service('deploy: { update_config: { delay: 5 } }'), 4, /delay has to be a duration, and is "5"/],
  [service('deploy: { update_config: { monitor: 5sec } }'), 4, /monitor has to be a duration/],
  [service('deploy: { update_config: { order: foo } }'), 4, /order has to be start-first or stop-first/],
  [service('environment: { A: true }'), 4, /environment\.A has to be/],
  [service('environment: [A, 3]'), 4, /environment\.1 has to be a text/],
  [service('depends_on: { b: { condition: service_started } }'), 4, /depends_on has to be a list/],
  [service('mem_limit: 3m'), 4, /refuses mem_limit/],
  [service('extends: { service: b }'), 4, /refuses extends/],
  [service('helthcheck: {}'), 4, /knows no helthcheck/],
  [service('ports: [{ target: 80, published: "80" }]'), 4, /published has to be a whole number/],
  [service('image: y'), 4, /image is given twice/],
  [service('environment: [A=1, B=2, A=1]'), 4, /environment has A twice/],
  [service('deploy: { labels: [k=v, "${A:-k}=v", k=v] }'), 4, /labels has k twice/],
  [service('cap_add: [X, "${NONE:-X}"]'), 4, /cap_add has X twice/],
  [service('ports: ["80:80", { target: 80 }, { target: 80 }]'), 4, /ports has the same entry twice/],
  [service('networks: { n: { aliases: [q, q] } }\n') + 'networks: { n: {} }\n', 4, /aliases has q twice/],
  [service('ports: ["http:80"]'), 4, /ports\.0 has to be a port such as/],
  [service('ports: ["localhost:80:80"]'), 4, /ports\.0 has to be a port/],
  [service('ports: ["80:80/icmp"]'), 4, /ports\.0 has to be a port/],
  [service('ports: ["80-82:80-81"]'), 4, /ports\.0 has to be a port/],
  [service('ports: ["256.0.0.1:80:80"]'), 4, /ports\.0 has to be a port/],
  [service('ports: [70000]'), 4, /ports\.0 has to be a port/],
  [service('volumes: [":/d"]'), 4, /volumes\.0 has to be a volume such as/],
  [service('volumes: ["data:/d:ro:x"]') + 'volumes: { data: }\n', 4, /volumes\.0 has to be a volume/],
  [service('volumes: [{ source: data, target: /d }]'), 4, /volumes\.0 needs type/],
  [service('ulimits: { nofile: { hard: 9 } }'), 4, /nofile needs soft/],
  [service('deploy: { resources: { limits: { memory: 2 pies } } }'), 4, /memory has to be a size such as/],
  [service('deploy: { replicas: -1 }'), 4, /replicas has to be a whole number from 0 on/],
  [service('command: sh -c "sleep 1'), 4, /command has to be a command with every quote closed/],
  [service('entrypoint: "it\'s"'), 4, /entrypoint has to be a command with every quote closed/],
  ['services: { "my app": { image: x } }\n', 1, /no "my app" as a name in services/],
  [service('environment: { 8080: a }'), 4, /only texts as keys, and 8080 is none/],
  ['x-a: &a { image: x }\nservices: { a: { "<<": *a } }\n', 2, /knows no <</],
  ['volumes: { v: { external: true, driver: local } }\n', 1, /v is external, and docker takes no driver/],
  ['volumes: { v: { external: true, labels: [a] } }\n', 1, /v is external, and docker takes no labels/],
  ['networks: { n: { external: { name: a }, name: b } }\n', 1, /n is external, and docker takes no name/],
  ['secrets: { s: { driver: d, file: f } }\n', 1, /takes no file beside that/],
  ['networks: { n: { ipam: { config: [{ gateway: 1.1.1.1 }] } } }\n', 1, /knows no gateway/],
  [service('profiles: [a]'), 4, /knows no profiles/],
  ['version: "2"\nservices: {}\n', 1, /version 2/],
  ['version: 3.8\nservices: {}\n', 1, /version has to be a text/],
  [`version: "3.3"\n${service('deploy: { update_config: { order: start-first } }')}`, 5, /from version 3\.4/],
  ['name: foo\nservices: {}\n', 1, /knows no name/],
  ['configs: { c: { content: x } }\n', 1, /knows no content/],
  ['services:\n', 1, /services has to be a mapping, and is nothing/],
  ['services:\n  a:\n', 2, /services\.a has to be a mapping/],
  ['services:\n  a: [1]\n', 2, /services\.a has to be a mapping, and is a list/],
  ['x-a: &a [1, *a]\nservices: {}\n', 1, /&a contains itself/],
  ['services: { a: { image: *b } }\n', 1, /no anchor &b/],
  ['services: { a: { <<: 3, image: x } }\n', 1, /only mappings can be merged/],
  ['services: { a: { image: x }\n', 2, /not YAML/],
  ['services:\n\ta: {}\n', 2, /tabs/],
  ['[1]\n', 1, /no compose file/],
  ['', 1, /no compose file/],
];

const taken: readonly string[] = [
  service('environment: [A=1, A=2]\nlabels: { k: v }\ncommand: [a, a]\nconfigs: [c, c]') +
    'configs: { c: { external: true } }\n',
  service('deploy: { placement: { constraints: [a==b, a==b] } }\nexpose: [80, "80"]'),
  service(
    'ports: ["::1:80:80", "[::]:81:81", "127.0.0.1::82", "83-90:83", "84/UDP", 85, ":86", "0:87", "88/"]',
  ),
  service('ports: ["1-2000:1-2000"]'),
  service('volumes: [/d, "data:/e:nocopy", "C:/x:/y", "~/h:/h:ro,z"]') + 'volumes: { data: }\n',
  service('command: "sh -c \\"a # it\'s\\" b\\\\ c # it\'s"'),
  service('deploy: { resources: { limits: { memory: "0" }, reservations: { memory: .5gb } }, replicas: 0 }'),
  service('ulimits: { nofile: 9, nproc: { soft: 1, hard: 2 } }'),
  'volumes: { v: { external: true, driver: "", labels: {} } }\nnetworks: { n: { external: true, driver: d }, ' +
    '"a b": {} }\nsecrets: { s: { driver: d, file: "" } }\n',
  'x-a: &a { image: x }\nservices: { a: { <<: *a, x-note: 1, environment: { "8080": a, on: b } } }\n',
];

describe('nothing refused where docker refuses nothing', () => {
  test.each(taken)('%j', (text) => {
    expect(dockerReads([text], env)).toMatchObject({ ok: true });
    expect(read([text]).faults.filter(({ kind }) => kind !== 'ignored')).toEqual([]);
  });
});

describe('a refusal, with its place, where docker refuses', () => {
  test.each(refused)('%j', (text, line, message) => {
    expect(dockerReads([text], env).ok).toBe(false);
    const found = read([text]).faults.filter(({ kind }) => kind !== 'ignored');
    expect(found.map((fault) => fault.message).join('; ')).toMatch(message);
    expect(found.find((fault) => message.test(fault.message))?.place).toMatchObject({ file: '0.yml', line });
  });

  test('two files of different versions', () => {
    const files = [`version: "3.8"\n${service('tty: true')}`, `version: "3.9"\n${service('tty: true')}`];
    expect(dockerReads(files, env).ok).toBe(false);
    expect(read(files).faults).toMatchObject([
      {
        kind: 'refused',
        place: { file: '1.yml', line: 1 },
        message: 'docker merges only files of one version: this one has 3.9, the first has 3.8',
      },
    ]);
  });
});
