// A line of the engine's event stream, for those who count containers. `id` and `status` of old clients left
// with engine 29; `Actor` and `Action` stand in the events of every engine.

export interface ContainerEvent {
  readonly containerId: string;
  readonly action: 'start' | 'die';
}

/** Null when it is about no container that begins or ends. */
export function containerEventOf(line: string): ContainerEvent | null {
  if (line.trim() === '') return null;
  const { Action: action, Actor: actor } = JSON.parse(line) as {
    readonly Action?: string;
    readonly Actor?: { readonly ID?: string };
  };
  if ((action !== 'start' && action !== 'die') || actor?.ID === undefined) return null;
  return { containerId: actor.ID, action };
}
