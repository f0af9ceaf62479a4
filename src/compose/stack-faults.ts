// What docker refuses of a stack as a whole although each file may look right: names that nothing defines,
// and settings that exclude each other. Source: docker/cli, cli/compose/convert.
import type { Fault, Place } from './place.js';
import { imageHint, isImageReference } from './image-reference.js';
import type { Mount, Service, Stack } from './stack.js';
import { quoted } from '../scenario/wording.js';

export function stackFaults(stack: Stack): readonly Fault[] {
  return [
    ...localNetworks(stack),
    ...[...stack.services.values()].flatMap((service) => serviceFaults(service, stack)),
  ];
}

function serviceFaults(service: Service, stack: Stack): readonly Fault[] {
  return [
    ...undefinedNames(service, stack),
    ...contradictions(service),
    ...restartFaults(service),
    ...healthFaults(service),
    ...service.mounts.flatMap((mount) => mountFault(service.name, mount)),
  ];
}

/** Drivers of which docker makes a network on one node alone. */
const localDrivers: ReadonlySet<string> = new Set(['bridge', 'host', 'none', 'null', 'macvlan', 'ipvlan']);

/** The engine refuses each service that is to be in one: moby daemon/cluster/services.go, networks.go. */
function localNetworks({ services, networks }: Stack): readonly Fault[] {
  const used = new Set([...services.values()].flatMap((service) => [...service.networks.keys()]));
  return [...networks].flatMap(([name, { driver, external }]): readonly Fault[] => {
    const isUsed =
      used.has(name) ||
      (name === 'default' && [...services.values()].some(({ networks: own }) => own.size === 0));
    if (driver === null || external || !isUsed || !localDrivers.has(driver.value)) return [];
    const message = `the network ${name} has the driver ${driver.value}, which is of one node: no service of a stack can be in it`;
    return [
      { kind: 'refused', place: driver.place, message, hint: 'leave the driver out, or write overlay' },
    ];
  });
}

function undefinedNames(service: Service, stack: Stack): readonly Fault[] {
  const volumes = service.mounts.flatMap(({ type, source, place }) =>
    type === 'volume' && source !== null ? [[source, place] as const] : [],
  );
  const networks = [...service.networks].filter(([name]) => name !== 'default');
  const asked: readonly (readonly [
    kind: string,
    names: readonly (readonly [string, Place])[],
    known: ReadonlyMap<string, unknown>,
  ])[] = [
    ['volume', volumes, stack.volumes],
    ['network', networks, stack.networks],
    ['config', [...service.configs], stack.configs],
    ['secret', [...service.secrets], stack.secrets],
  ];
  return asked.flatMap(([kind, names, known]) =>
    names
      .filter(([name]) => !known.has(name))
      .map(
        ([name, place]) =>
          ({
            kind: 'refused',
            place,
            message: `service ${service.name} uses the ${kind} ${name}, which no file defines`,
            hint: `add it under ${kind}s at the top of a file`,
          }) as const,
      ),
  );
}

const modes = ['', 'global', 'replicated', 'replicated-job', 'global-job'];

function contradictions({ name, place, image, health, mode, replicas }: Service): readonly Fault[] {
  const refused = (at: Place, message: string, hint: string | null): Fault => ({
    kind: 'refused',
    place: at,
    message,
    hint,
  });
  const found: Fault[] = [];
  if (image === null || image.value === '')
    found.push(
      refused(
        image?.place ?? place,
        `service ${name} has no image, and swarm builds none`,
        'push what is built and name it under image',
      ),
    );
  else if (!isImageReference(image.value))
    found.push(
      refused(
        image.place,
        `docker cannot read the image ${quoted(image.value)} of service ${name}`,
        imageHint(image.value),
      ),
    );
  if (health?.disabled?.value === true && health.test.length > 0) {
    found.push(
      refused(
        health.disabled.place,
        `service ${name} has a healthcheck that is disabled and has a test`,
        'a test that another file gives cannot be taken away: use test: ["NONE"] in the first',
      ),
    );
  }
  if (mode !== null && !modes.includes(mode.value))
    found.push(
      refused(mode.place, `service ${name} has the mode ${mode.value}, which docker does not know`, null),
    );
  if (replicas !== null && mode?.value.startsWith('global') === true)
    found.push(refused(replicas.place, `service ${name} is global and cannot have replicas`, null));
  return found;
}

function mountFault(service: string, { type, source, target, place }: Mount): readonly Fault[] {
  const none = (source ?? '') === '';
  const wrong =
    (type === 'bind' && none && 'says no source, which it needs') ||
    (type === 'tmpfs' && !none && 'has a source, which it cannot have');
  if (wrong === false) return [];
  const message = `the ${type} at ${target} of service ${service} ${wrong}`;
  return [{ kind: 'refused', place, message, hint: null }];
}

/** The word counts only where there is no restart policy. */
function restartFaults({ name, restart, restartWord }: Service): readonly Fault[] {
  if (restartWord === null) return [];
  const { value, place } = restartWord;
  const fault = (kind: Fault['kind'], message: string, hint: string | null): readonly Fault[] => [
    { kind, place, message, hint },
  ];
  if (restart !== null)
    return fault(
      'ignored',
      `a stack does nothing with restart (service ${name}): its restart_policy counts`,
      null,
    );
  if (value === 'no')
    return fault(
      'ignored',
      `restart: no does nothing in a stack: swarm starts ${name} again whenever it ends`,
      'use deploy.restart_policy.condition: none',
    );
  if (/^(?:|none|always|unless-stopped|on-failure(?::\d*)?)$/.test(value)) return [];
  return fault(
    'refused',
    `service ${name} has restart: ${value}, which docker does not know`,
    'it knows always, unless-stopped and on-failure, and deploy.restart_policy',
  );
}

/** Source: moby daemon/health.go (getProbe). */
function healthFaults({ name, health }: Service): readonly Fault[] {
  const [kind] = health?.test ?? [];
  if (kind === undefined || ['NONE', 'CMD', 'CMD-SHELL'].includes(kind.value)) return [];
  const message = `docker makes no healthcheck of the test of service ${name}, which begins with ${quoted(kind.value)}`;
  return [
    { kind: 'ignored', place: kind.place, message, hint: 'begin the list with CMD, or write it as one text' },
  ];
}
