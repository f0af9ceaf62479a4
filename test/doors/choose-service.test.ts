// Which stack is meant, and what is said where none can be.
import { expect, it } from 'vitest';
import { chooseService, type Wanted } from '../../src/doors/choose-service.js';
import type { Engine } from '../../src/trial/ports.js';

/** An engine with one service of each stack. */
const withStacks = (...stacks: readonly string[]): Engine =>
  ({
    docker: {
      listServices: () =>
        Promise.resolve(
          stacks.map((stack) => ({
            Spec: { Name: `${stack}_app`, Labels: { 'com.docker.stack.namespace': stack } },
          })),
        ),
    },
  }) as unknown as Engine;

async function refused(engine: Engine, wanted: Wanted): Promise<readonly string[]> {
  const error: unknown = await chooseService(engine, wanted).catch((thrown: unknown) => thrown);
  const { message, hint } = error as { readonly message: string; readonly hint: string };
  return [message, hint];
}

it('of an engine without stacks it is said that there are none, whether or not one was named', async () => {
  for (const wanted of [{ name: 'shop' }, { stack: 'shop' }, {}]) {
    const [message, hint] = await refused(withStacks(), wanted);
    expect(message).toContain('the engine has no stacks at all');
    expect(hint).toContain('is it the right engine?');
    expect(hint).not.toContain('name one of these');
  }
});

it('of one with stacks these are named', async () => {
  expect(await refused(withStacks('shop', 'wiki'), { name: 'shpo' })).toEqual([
    'there is no stack shpo: there are shop, wiki',
    'name one of these; a stack that was never deployed has no upgrade',
  ]);
  expect(await chooseService(withStacks('shop'), {})).toMatchObject({ stack: 'shop', service: 'app' });
});
