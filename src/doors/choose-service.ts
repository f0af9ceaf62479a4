// Which stack and service of an engine are meant, and a sentence with what is there where none can be told.
import { stackLabel } from '../base/stack-label.js';
import { LabError } from '../base/lab-error.js';
import type { Engine } from '../trial/ports.js';

export interface Wanted {
  readonly stack?: string;
  /** Without the stack's name. */
  readonly service?: string;
  /** A stack, or a service by its full name. */
  readonly name?: string;
}

export interface Chosen {
  readonly stack: string;
  /** Without the stack's name. */
  readonly service: string;
  /** Whether the stack was meant, and not one service of it. */
  readonly whole: boolean;
}

interface ServiceJson {
  readonly Spec?: { readonly Name?: string; readonly Labels?: Readonly<Record<string, string>> };
}

interface Named {
  readonly stack: string;
  readonly service: string;
}

/**
 * Throws `bad-input` with what is there. Of a whole stack the service is `app` where there is one, else the
 * first by name.
 */
export async function chooseService({ docker }: Engine, wanted: Wanted): Promise<Chosen> {
  const all = ((await docker.listServices()) as readonly ServiceJson[]).flatMap(namedOf);
  const byName = all.find(({ stack, service }) => `${stack}_${service}` === wanted.name);
  if (byName !== undefined) return { ...byName, whole: false };
  const stack = stackOf(all, wanted.stack ?? wanted.name);
  const names = all
    .filter((one) => one.stack === stack)
    .map(({ service }) => service)
    .sort();
  const service = wanted.service ?? (names.includes('app') ? 'app' : names[0]);
  if (service !== undefined && names.includes(service))
    return { stack, service, whole: wanted.service === undefined };
  throw new LabError(
    'bad-input',
    `the stack ${stack} has no service ${String(service)}: it has ${names.join(', ')}`,
    { hint: 'name one of these: --service NAME' },
  );
}

function stackOf(all: readonly Named[], wanted: string | undefined): string {
  const stacks = [...new Set(all.map(({ stack }) => stack))].sort();
  const none = stacks.length === 0;
  const there = none
    ? 'the engine has no stacks at all'
    : `there ${stacks.length === 1 ? 'is' : 'are'} ${stacks.join(', ')}`;
  const stack = wanted ?? (stacks.length === 1 ? stacks[0] : undefined);
  const never = 'a stack that was never deployed has no upgrade';
  const elsewhere = 'is it the right engine? --engine names another';
  if (stack === undefined)
    throw new LabError('bad-input', `which stack is meant? ${there}`, {
      hint: none ? `${elsewhere}; ${never}` : `name it; ${never}`,
    });
  if (!stacks.includes(stack))
    throw new LabError('bad-input', `there is no stack ${stack}: ${there}`, {
      hint: none ? `${elsewhere}; ${never}` : `name one of these; ${never}`,
    });
  return stack;
}

/** Services that no stack has are passed over. */
function namedOf({ Spec }: ServiceJson): readonly Named[] {
  const stack = Spec?.Labels?.[stackLabel];
  return stack === undefined ? [] : [{ stack, service: (Spec?.Name ?? '').slice(stack.length + 1) }];
}
