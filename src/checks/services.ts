// What any client can see of a stack's services.
import { stackLabel } from '../base/stack-label.js';
import type { CheckContext, ServiceJson } from '../trial/ports.js';

export interface SeenService {
  readonly name: string;
  readonly id: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Null where swarm has never updated it. */
  readonly update: { readonly state: string; readonly startedAt: string; readonly message: string } | null;
  readonly running: number;
  readonly desired: number;
}

interface Listed {
  readonly ID: string;
  readonly Spec: { readonly Name: string; readonly Labels?: Readonly<Record<string, string>> };
  readonly UpdateStatus?: { readonly State?: string; readonly StartedAt?: string; readonly Message?: string };
  readonly ServiceStatus?: { readonly RunningTasks?: number; readonly DesiredTasks?: number };
}

export async function servicesOf(
  { engine, run }: Pick<CheckContext, 'engine' | 'run'>,
  abortSignal: AbortSignal,
): Promise<readonly SeenService[]> {
  const query = {
    filters: { label: [`${stackLabel}=${run.stack}`] },
    status: true,
    abortSignal,
  };
  const listed: unknown = await engine.docker.listServices(query);
  return (listed as readonly ServiceJson[]).map(seenService);
}

export function seenService(service: ServiceJson): SeenService {
  const { ID, Spec, UpdateStatus, ServiceStatus } = service as unknown as Listed;
  const { State = '', StartedAt = '', Message = '' } = UpdateStatus ?? {};
  return {
    name: Spec.Name,
    id: ID,
    labels: Spec.Labels ?? {},
    update: State === '' ? null : { state: State, startedAt: StartedAt, message: Message },
    running: ServiceStatus?.RunningTasks ?? 0,
    desired: ServiceStatus?.DesiredTasks ?? 0,
  };
}

/** The first that has not all its tasks running, as `app 1/2`; null where all have. */
export function shortOf(services: readonly SeenService[]): string | null {
  const short = services.find(({ running, desired }) => running !== desired);
  return short === undefined ? null : `${short.name} ${String(short.running)}/${String(short.desired)}`;
}
