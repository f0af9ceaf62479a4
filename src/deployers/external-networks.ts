// Networks that a recipe takes as given, as the `proxy` of its reverse proxy: a private engine begins without
// any, so the lab makes them before the first deploy that names them. They go when the engine is cleaned
// after the trial. On an existing engine nothing is made: what its owner has there is what the stack gets.
import { readStack } from '../compose/read-stack.js';
import type { DeployRequest } from '../trial/ports.js';

/** Networks of that scope are docker's own, on every node. */
const predefined: ReadonlySet<string> = new Set(['ingress', 'host', 'none', 'bridge']);
const statusConflict = 409;

interface Composed {
  /** Texts of the compose files in their order; null when one of them cannot be read. */
  readonly files: readonly string[] | null;
  /** Variables for the compose files. */
  readonly env: Readonly<Record<string, string>>;
}

/** The names that the files call external, with their variables put in, each once. */
export function externalNetworks({ files, env }: Composed): readonly string[] {
  const texts = (files ?? []).map((text, index) => ({ file: `file ${String(index + 1)}`, text }));
  const { stack } = readStack(texts, env);
  const names = [...(stack?.networks.values() ?? [])].flatMap(({ external, name }) =>
    external && name !== null && !predefined.has(name.value) ? [name.value] : [],
  );
  return [...new Set(names)];
}

/** Makes those that are missing, as overlay networks that containers outside swarm may join too. */
export async function makeExternalNetworks(
  { engine: { docker, visit }, console }: Pick<DeployRequest, 'engine' | 'console'>,
  composed: Composed,
): Promise<void> {
  const wanted = visit === null ? externalNetworks(composed) : [];
  if (wanted.length === 0) return;
  const there = new Set((await docker.listNetworks()).map(({ Name: name }) => name));
  for (const name of wanted.filter((one) => !there.has(one))) {
    console(`made the network ${name}, which the recipe takes as given\n`);
    await docker
      .createNetwork({ Name: name, Driver: 'overlay', Attachable: true, CheckDuplicate: true })
      .catch((error: unknown) => {
        // Another run of the trial was first.
        if ((error as { readonly statusCode?: number }).statusCode !== statusConflict) throw error;
      });
  }
}
