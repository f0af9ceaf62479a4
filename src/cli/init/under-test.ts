// Which service of a recipe an upgrade is about, as far as its files tell.
import type { Service, Stack } from '../../compose/stack.js';
import { taskText } from '../../sweep/index.js';

/**
 * One that the upgrade changes, as far as any is: `app`, as recipes call it; else the one that says how it is
 * updated; else the first. A service that the base has not is upgraded by nobody.
 */
export function underTest(stack: Stack, before: Stack | null): readonly [string, ...string[]] {
  const all = [...stack.services.values()];
  const there = all.filter(({ name }) => before?.services.has(name) ?? true);
  const changed = there.filter((one) => before !== null && isChanged(one, { stack, before }));
  const [among = all] = [changed, there].filter((some) => some.length > 0);
  const chosen =
    among.find(({ name }) => name === 'app') ?? among.find(({ update }) => update !== null) ?? among[0];
  const rest = all.filter((one) => one !== chosen).map(({ name }) => name);
  return [chosen?.name ?? 'app', ...rest];
}

interface Both {
  readonly stack: Stack;
  readonly before: Stack;
}

/** Whether swarm would replace its tasks: a config or secret of another name is another one. */
function isChanged(service: Service, { stack, before }: Both): boolean {
  const old = before.services.get(service.name);
  const names = (one: Service, of: Stack): string =>
    JSON.stringify([
      ...[...one.configs.keys()].map((key) => of.configs.get(key)?.name?.value),
      ...[...one.secrets.keys()].map((key) => of.secrets.get(key)?.name?.value),
    ]);
  return (
    old === undefined || taskText(old) !== taskText(service) || names(old, before) !== names(service, stack)
  );
}
