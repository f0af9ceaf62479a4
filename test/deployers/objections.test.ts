import { describe, expect, it } from 'vitest';
import { objectionsTo, socketObjections } from '../../src/deployers/objections.js';
import type { Settings } from '../../src/scenario/scenario.js';
import type { ComposeQuestion } from '../../src/trial/ports.js';
import { requestIn } from './request.js';

const plain = requestIn('/nowhere').settings;

function asked(
  text: string,
  over: Partial<Settings> = {},
  more: Partial<ComposeQuestion> = {},
): ComposeQuestion {
  const compose = [{ file: 'compose.yml', text }];
  return { step: 'base', compose, env: {}, settings: { ...plain, ...over }, ...more };
}

const sound = 'services:\n  app:\n    image: web:1\n';

describe('what speaks against a step before anything boots', () => {
  it('is nothing where all is well', () => {
    expect(objectionsTo(asked(sound))).toEqual({ problems: [], notes: [] });
    expect(objectionsTo(asked(sound, {}, { step: 'upgrade' }))).toEqual({ problems: [], notes: [] });
  });

  it('is nothing where the files cannot be read, which is told with them', () => {
    expect(objectionsTo(asked('services: ['))).toEqual({ problems: [], notes: [] });
  });

  it('is a base without the service under test; of a head it is only told', () => {
    const other = 'services: { web: { image: "web:1" } }';
    const missing = 'no service "app" in the compose files; they have only web';
    expect(objectionsTo(asked(other))).toEqual({
      problems: [`${missing} (name the one that is meant: service: NAME)`],
      notes: [],
    });
    expect(objectionsTo(asked(other, {}, { step: 'upgrade' }))).toEqual({ problems: [], notes: [missing] });
  });
});

describe("the engine's socket in a container", () => {
  const bound = `${sound}    volumes:\n      - /var/run/docker.sock:/var/run/docker.sock:ro\n`;
  const own = { ...plain.engine, socket: true };

  it('is refused with its place and the way out, unless the scenario asks for it', () => {
    for (const step of ['base', 'upgrade'] as const)
      expect(objectionsTo(asked(bound, {}, { step })).problems).toEqual([
        "compose.yml:5:9: service app is given /var/run/docker.sock, and with it this machine's own engine " +
          '(engine: { socket: true } gives the socket of the engine under test)',
      ]);
    expect(objectionsTo(asked(bound, { engine: own })).problems).toEqual([]);
  });

  it('is refused for every deployer, and only one that lays files over the recipe can give it', () => {
    expect(socketObjections(asked(bound)).problems).toHaveLength(1);
    expect(socketObjections(asked(bound, { engine: own, deployer: 'command' })).problems[0]).toContain(
      'only the deployer stack',
    );
    expect(objectionsTo(asked(bound, { engine: own, deployer: 'abra' })).problems[0]).toContain(
      'deployer: stack',
    );
  });

  it('is refused on a private engine as a folder that holds it even where the socket is asked for', () => {
    const folder = bound.replace('/var/run/docker.sock:/var/run/docker.sock', '/var/run:/host');
    expect(objectionsTo(asked(folder, { engine: own })).problems[0]).toContain('lay an overlay over it');
  });
});
