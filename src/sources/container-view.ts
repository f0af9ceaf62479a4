// The engine's JSON of a container, brought down to what decides verdicts.
import type { Mask } from '../base/secrets/index.js';
import type { ContainerInspectFact } from '../evidence/fact.js';
import { maskFor, plainLine } from './app-text.js';

export interface ContainerJson {
  readonly Id: string;
  readonly State: {
    readonly Running: boolean;
    readonly OOMKilled: boolean;
    readonly ExitCode: number;
    readonly StartedAt: string;
    readonly FinishedAt: string;
    readonly Health?: {
      readonly Status: string;
      readonly Log?: readonly { readonly ExitCode: number; readonly Output: string }[] | null;
    } | null;
  };
  readonly Config: {
    readonly Labels?: Readonly<Record<string, string>> | null;
    readonly Env?: readonly string[] | null;
  };
}

const outputCharsMax = 200;

export function inspectFactOf({
  Id,
  State: state,
  Config: { Labels: labels, Env: env },
}: ContainerJson): ContainerInspectFact {
  const mask = maskFor(env ?? []);
  return {
    kind: 'container-inspect',
    containerId: Id,
    service: labels?.['com.docker.swarm.service.name'] ?? '',
    taskId: labels?.['com.docker.swarm.task.id'] ?? '',
    running: state.Running,
    oomKilled: state.OOMKilled,
    exitCode: state.ExitCode,
    startedAt: state.StartedAt,
    finishedAt: state.FinishedAt,
    health: state.Health?.Status ?? null,
    probes: (state.Health?.Log ?? []).map(({ ExitCode, Output }) =>
      `${String(ExitCode)} ${firstLine(Output, mask)}`.trim(),
    ),
  };
}

/** The first that says something. */
function firstLine(text: string, mask: Mask): string {
  return (
    text
      .split('\n')
      .map((line) => plainLine(line, mask, outputCharsMax).trim())
      .find((line) => line !== '') ?? ''
  );
}
