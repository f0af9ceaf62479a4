// A write to a service of the stack, as any client makes one: read the spec, change it, post it. Swarm's own
// writes may come in between, and then it is read again.
import type Docker from 'dockerode';
import type { ActionContext } from '../trial/ports.js';

export interface ServiceSpec {
  readonly Mode: { readonly Replicated?: { readonly Replicas?: number } };
  readonly TaskTemplate: { readonly ForceUpdate?: number };
}

export interface ServiceChange {
  /** Without the stack's name. */
  readonly service: string;
  /** The spec to post. */
  readonly change: (spec: ServiceSpec) => ServiceSpec;
  /** Whether swarm is to put the previous spec back instead. */
  readonly rollback?: true;
}

const postsMax = 50;

export async function changeService(
  context: Pick<ActionContext, 'engine' | 'run'>,
  { service: name, change, rollback }: ServiceChange,
  signal: AbortSignal,
): Promise<void> {
  const service = serviceOf(context, name);
  for (let posts = 1; ; posts++) {
    signal.throwIfAborted();
    const { Version: version, Spec: spec } = (await service.inspect()) as {
      readonly Version: { readonly Index: number };
      readonly Spec: ServiceSpec;
    };
    try {
      await service.update({
        _query: { version: version.Index, ...(rollback === undefined ? {} : { rollback: 'previous' }) },
        _body: change(spec),
        abortSignal: signal,
      });
      return;
    } catch (error) {
      if (posts === postsMax || !String(error).includes('out of sequence')) throw error;
    }
  }
}

export function serviceOf(
  { engine, run }: Pick<ActionContext, 'engine' | 'run'>,
  name: string,
): Docker.Service {
  return engine.docker.getService(`${run.stack}_${name}`);
}
