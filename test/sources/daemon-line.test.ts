// The same calls of clients, recorded on three engines that write them down in different forms.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { daemonLineOf } from '../../src/sources/daemon-line.js';

const engines = [
  { version: '20.10.24', service: 'yfkev6m7z2xjm5u6uxbcuf46c', versions: [11, 11, 17, 20, 3, 20, 58, 60] },
  { version: '26.1.5', service: '1ahi9o0i5pw82s7y1dcculjwy', versions: [11, 11, 19, 21, 3, 21, 60, 62] },
  { version: '28.5.2', service: '4al1ey9m4tyu8fxtdsgg3zxir', versions: [11, 11, 16, 18, 3, 18, 57, 59] },
];

describe.each(engines)('the log of engine $version', ({ version, service, versions }) => {
  const log = readFileSync(new URL(`./daemon-logs/${version}.log`, import.meta.url), 'utf8').split('\n');
  const facts = log.flatMap((line) => daemonLineOf(line)?.fact ?? []);
  const name = 'immi-ad3e33_app';

  test('tells of every write to a service, with the version that its client had', () => {
    const writes = facts.filter(({ about }) => about === 'service-write');
    expect(writes.map(({ version: had }) => had)).toEqual(versions);
    expect(writes.map(({ serviceId }) => serviceId)).toEqual([
      name,
      service,
      service,
      service,
      'nothere',
      service,
      service,
      service,
    ]);
    expect(facts.filter(({ about }) => about === 'service-create')).toHaveLength(4);
    expect(facts.filter(({ about }) => about === 'service-remove').map(({ serviceId }) => serviceId)).toEqual(
      [name, 'nothing'],
    );
  });

  test('tells of every refusal once, right after the write that was refused, and why', () => {
    const told = facts.filter(({ about }) => /^service-|refused/.test(about));
    const refusals = told.flatMap((fact, index) =>
      fact.about === 'write-refused' ? [{ fact, before: told[index - 1] }] : [],
    );
    expect(
      refusals.map(({ fact, before }) => [
        before?.about,
        fact.serviceId,
        /desc = ([\w ]+)|(service \w+ not found)/.exec(fact.line)?.[0],
      ]),
    ).toEqual([
      ['service-create', name, 'desc = name conflicts with an existing object'],
      ['service-create', 'bad name!', 'desc = name must be valid as a DNS name component'],
      ['service-create', 'second', 'desc = secret not found'],
      ['service-write', service, 'desc = update out of sequence'],
      ['service-write', service, 'desc = renaming services is not supported'],
      ['service-write', 'nothere', 'service nothere not found'],
      ['service-remove', 'nothing', 'service nothing not found'],
    ]);
  });

  test(
    'tells of every container that a client stopped, as the client called it, and of none that was ' +
      'looked into or paused',
    () => {
      const kills = facts.filter(({ about }) => about === 'container-kill');
      expect(kills.map(({ containerId }) => containerId)).toEqual([
        expect.stringMatching(/^[0-9a-f]{64}$/),
        expect.stringMatching(/^immi-ad3e33_app\.1\.\w{25}$/),
        expect.stringMatching(/^[0-9a-f]{12}$/),
        expect.stringMatching(/^[0-9a-f]{64}$/),
        '0123456789ab',
      ]);
      expect(
        kills.map(
          ({ line }) => /(?:POST|DELETE).*\/(?:kill|stop|restart|\w+)(\?[^"]*)?"/.exec(line)?.[1] ?? null,
        ),
      ).toEqual(['?signal=SIGKILL', '?t=1', '?t=1', '?force=true', null]);
    },
  );

  test('gives nothing of what clients posted', () => {
    expect(log.join('\n')).toContain('hunter22');
    expect(JSON.stringify(facts)).not.toMatch(/hunter22|TaskTemplate|form.data|Env/);
  });

  test('a write by hand back to the previous version says so', () => {
    const [rollback] = facts.filter(
      ({ about, line }) => about === 'service-write' && line.includes('rollback=previous'),
    );
    expect(rollback?.version).toBe(versions[2]);
  });
});

describe('a call', () => {
  const call = (url: string, form = '{}'): string =>
    `time="t" level=debug msg="handling POST request" form-data="${form}" method=POST module=api ` +
    `request-url="${url}" vars="map[]"`;

  test('of a newer engine is rebuilt from its path and version alone', () => {
    expect(
      daemonLineOf(
        call(
          '/v1.51/services/s1/update?version=17&registryAuthFrom=spec',
          String.raw`{\"Env\":[\"A=hunter22\"]}`,
        ),
      ),
    ).toEqual({
      engineAt: 't',
      fact: {
        kind: 'daemon-log',
        about: 'service-write',
        serviceId: 's1',
        taskId: null,
        containerId: null,
        version: 17,
        line:
          'time="t" level=debug msg="handling POST request" ' +
          'request-url="/v1.51/services/s1/update?version=17"',
      },
    });
  });

  test('is not another one because what was posted looks like it', () => {
    const form = String.raw`{\"A\":\"x\" request-url=/services/other/update?version=9 msg=\"starting rollback of service x\"}`;
    expect(daemonLineOf(call('/services/s1/update?version=17', form))?.fact).toMatchObject({
      serviceId: 's1',
      version: 17,
    });
    expect(daemonLineOf(call('/v1.51/configs/create', form))).toBeNull();
  });

  test('that only reads, or is about something else, is none', () => {
    expect(daemonLineOf('time="t" level=debug msg="Calling GET /v1.41/services/s1?version=3"')).toBeNull();
    expect(
      daemonLineOf('time="t" level=debug msg="Calling POST /v1.41/containers/create?name=update"'),
    ).toBeNull();
    expect(daemonLineOf('time="t" level=debug msg="Calling DELETE /v1.41/networks/n1"')).toBeNull();
    expect(
      daemonLineOf('time="t" level=debug msg="Registering route" method=POST path="/services/{id}/update"'),
    ).toBeNull();
    expect(daemonLineOf(call('/v1.51/containers/c1/exec'))).toBeNull();
  });

  test('whose version is no number has none', () => {
    expect(daemonLineOf(call('/services/s1/update?version=hunter22'))?.fact).toMatchObject({
      version: null,
      line: 'time="t" level=debug msg="handling POST request" request-url="/services/s1/update"',
    });
  });
});
