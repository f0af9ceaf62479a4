// What others than the lab do to its engine in a case: another client, a hand, a container outside swarm.
import { callEngine, type Call } from './engine-call.js';
import type { Deed } from './truth.js';

/** The engine of a trial, and the stack that is upgraded on it. */
export interface Place {
  readonly socketPath: string;
  readonly stack: string;
}

interface Service {
  readonly ID: string;
  readonly Version: { readonly Index: number };
  readonly Spec: ServiceSpec;
}

interface ServiceSpec {
  readonly Name: string;
  readonly Labels?: Readonly<Record<string, string>>;
  readonly TaskTemplate: { readonly ContainerSpec: object; readonly ForceUpdate?: number };
  readonly Mode: object;
}

interface Container {
  readonly Id: string;
  readonly Image: string;
  readonly Created: number;
}

type Change = Extract<Deed, { post: string }>['with'];

/** Swarm's own writes may come between reading a version and posting it, as for anybody. */
const postsMax = 50;

/** Does it; throws when it could not be done. */
export async function act(place: Place, deed: Exclude<Deed, 'cut'>): Promise<void> {
  const call = (request: Call): Promise<unknown> => callEngine(place.socketPath, request);
  if ('post' in deed) {
    await post(place, deed.post, { query: '', change: deed.with });
  } else if ('rollback' in deed) {
    await post(place, deed.rollback, { query: '&rollback=previous', change: {} });
  } else if ('remove' in deed) {
    await call({ method: 'DELETE', path: `/services/${(await serviceOf(place, deed.remove)).ID}` });
  } else if ('kill' in deed) {
    const [newest] = await containersOf(place, deed.kill, deed.image);
    await call({ method: 'POST', path: `/containers/${newest.Id}/kill` });
  } else if ('tell' in deed) {
    const told = await containersOf(place, deed.tell, deed.image);
    await Promise.all(told.map(({ Id }) => makeFile(place, Id, deed.file)));
  } else if ('occupy' in deed) {
    await occupy(place, deed.occupy, deed.image);
  } else {
    await call({ method: 'DELETE', path: `/images/${deed.forget}?force=1&noprune=1` });
  }
}

async function post(
  place: Place,
  name: string,
  { query, change }: { readonly query: string; readonly change: Change },
): Promise<void> {
  for (let posts = 1; ; posts++) {
    const { ID, Version, Spec } = await serviceOf(place, name);
    try {
      await callEngine(place.socketPath, {
        method: 'POST',
        path: `/services/${ID}/update?version=${String(Version.Index)}${query}`,
        body: changed(Spec, change, place.stack),
      });
      return;
    } catch (error) {
      if (posts === postsMax || !String(error).includes('out of sequence')) throw error;
    }
  }
}

function changed(spec: ServiceSpec, { args, replicas, labels, force }: Change, stack: string): ServiceSpec {
  const { TaskTemplate: template } = spec;
  const own = Object.entries(labels ?? {}).map(([name, value]) => [name.replaceAll('STACK', stack), value]);
  return {
    ...spec,
    ...(labels === undefined
      ? {}
      : { Labels: { ...spec.Labels, ...(Object.fromEntries(own) as Record<string, string>) } }),
    ...(replicas === undefined ? {} : { Mode: { Replicated: { Replicas: replicas } } }),
    TaskTemplate: {
      ...template,
      ...(force === true ? { ForceUpdate: (template.ForceUpdate ?? 0) + 1 } : {}),
      ContainerSpec: { ...template.ContainerSpec, ...(args === undefined ? {} : { Args: args }) },
    },
  };
}

async function serviceOf({ socketPath, stack }: Place, name: string): Promise<Service> {
  const services = (await callEngine(socketPath, { method: 'GET', path: '/services' })) as readonly Service[];
  const service = services.find(({ Spec }) => Spec.Name === `${stack}_${name}`);
  if (service === undefined) throw new Error(`there is no service ${name}`);
  return service;
}

/** Those that run, newest first. */
async function containersOf(
  { socketPath, stack }: Place,
  service: string,
  image: string,
): Promise<readonly [Container, ...Container[]]> {
  const filters = encodeURIComponent(
    JSON.stringify({ label: [`com.docker.swarm.service.name=${stack}_${service}`] }),
  );
  const running = (await callEngine(socketPath, {
    method: 'GET',
    path: `/containers/json?filters=${filters}`,
  })) as readonly Container[];
  const [newest, ...others] = running
    .filter(({ Image }) => Image === image)
    .sort((a, b) => b.Created - a.Created);
  if (newest === undefined) throw new Error(`no container of ${service} with ${image} runs`);
  return [newest, ...others];
}

async function makeFile({ socketPath }: Place, container: string, file: string): Promise<void> {
  const { Id } = (await callEngine(socketPath, {
    method: 'POST',
    path: `/containers/${container}/exec`,
    body: { Cmd: ['touch', file] },
  })) as { Id: string };
  await callEngine(socketPath, { method: 'POST', path: `/exec/${Id}/start`, body: { Detach: true } });
}

async function occupy({ socketPath }: Place, port: number, image: string): Promise<void> {
  const name = `${String(port)}/tcp`;
  const body = {
    Image: image,
    Cmd: ['service', 'well', 'stay'],
    ExposedPorts: { [name]: {} },
    HostConfig: { PortBindings: { [name]: [{ HostPort: String(port) }] } },
  };
  const { Id } = (await callEngine(socketPath, { method: 'POST', path: '/containers/create', body })) as {
    Id: string;
  };
  await callEngine(socketPath, { method: 'POST', path: `/containers/${Id}/start` });
}
