import { describe, expect, it } from 'vitest';
import { externalNetworks, makeExternalNetworks } from '../../src/deployers/external-networks.js';
import type { DeployRequest } from '../../src/trial/ports.js';

const app = 'services: { app: { image: "a:1", networks: [proxy, own] } }\n';

describe('networks that a recipe takes as given', () => {
  it('are those that its files call external, by the name that the engine knows', () => {
    const networks = (text: string, env = {}): readonly string[] =>
      externalNetworks({ files: [app, `networks: ${text}\n`], env });
    expect(networks('{ proxy: { external: true }, own: {} }')).toEqual(['proxy']);
    expect(networks('{ proxy: { external: true, name: "edge-${STAGE}" } }', { STAGE: 'b' })).toEqual([
      'edge-b',
    ]);
    expect(networks('{ proxy: { external: { name: edge } } }')).toEqual(['edge']);
    expect(networks('{ proxy: { external: false }, own: }')).toEqual([]);
    expect(networks('{ out: { external: true, name: host } }')).toEqual([]);
  });

  it('are none where the files cannot be read', () => {
    expect(externalNetworks({ files: null, env: {} })).toEqual([]);
    expect(externalNetworks({ files: ['services: ['], env: {} })).toEqual([]);
  });

  it('are made where they are missing, one that came meanwhile is left alone, and nothing on existing engines', async () => {
    const made: unknown[] = [];
    const said: string[] = [];
    const request = (visit: string | null, refusal: number | null = null): DeployRequest =>
      ({
        console: (text: string) => said.push(text),
        engine: {
          visit,
          docker: {
            listNetworks: () => Promise.resolve([{ Name: 'there' }]),
            createNetwork: (network: unknown) => {
              made.push(network);
              return refusal === null
                ? Promise.resolve()
                : Promise.reject(Object.assign(new Error('no'), { statusCode: refusal }));
            },
          },
        },
      }) as unknown as DeployRequest;
    const files = [app, 'networks: { proxy: { external: true }, there: { external: true } }\n'];
    await makeExternalNetworks(request('visit-1'), { files, env: {} });
    expect(made).toEqual([]);
    await makeExternalNetworks(request(null), { files, env: {} });
    expect(made).toEqual([{ Name: 'proxy', Driver: 'overlay', Attachable: true, CheckDuplicate: true }]);
    expect(said).toEqual(['made the network proxy, which the recipe takes as given\n']);
    await makeExternalNetworks(request(null, 409), { files, env: {} });
    await expect(makeExternalNetworks(request(null, 500), { files, env: {} })).rejects.toThrow('no');
  });
});
