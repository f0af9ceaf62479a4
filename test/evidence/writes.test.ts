// Who made which call, told from the engine's log and the times of deploys.
import { describe, expect, it } from 'vitest';
import { writesTo } from '../../src/evidence/writes.js';
import { B, H, app, headStamp, journal, stack, type Journal } from '../verdict/constructed-journal.js';

/** Each call as `when maker refusal`. */
const told = (j: Journal): readonly string[] =>
  writesTo(j.lines, app).map(
    ({ at, deploy, refusal }) =>
      `${at.slice(-7, -1)} ` +
      `${deploy === null ? 'nobody' : `${deploy.run} ${deploy.step}`}${refusal === null ? '' : ' refused'}`,
  );
const base = (): Journal => journal().base().at(4000).tree('upgrade', headStamp);
const refusal = (j: Journal): Journal =>
  j.engineFact({
    kind: 'daemon-log',
    about: 'write-refused',
    serviceId: 'svc1',
    taskId: null,
    containerId: null,
    version: null,
    line: 'update out of sequence',
  });

describe('a call', () => {
  it("is the deploy's that was under way, and nobody's where none was", () => {
    expect(
      told(
        base()
          .at(4100)
          .deploy('upgrade', 'begin')
          .at(4200)
          .call()
          .spec(H, B)
          .at(4300)
          .deploy('upgrade', 'end')
          .at(5000)
          .call(),
      ),
    ).toEqual(['04.200 r1 upgrade', '05.000 nobody']);
    expect(
      told(base().at(4100).deploy('upgrade', 'begin').at(4200).deploy('upgrade', 'end').at(4201).call()),
    ).toEqual(['04.201 nobody']);
  });

  it("is the deploy's at the very moment of its beginning and of its end", () => {
    expect(told(base().at(4100).deploy('upgrade', 'begin').call().at(4200).deploy('upgrade', 'end'))).toEqual(
      ['04.100 r1 upgrade'],
    );
    expect(told(base().at(4100).deploy('upgrade', 'begin').at(4200).call().deploy('upgrade', 'end'))).toEqual(
      ['04.200 r1 upgrade'],
    );
  });

  it("is one a deploy: a second one within it is somebody else's", () => {
    expect(
      told(
        base()
          .at(4100)
          .deploy('upgrade', 'begin')
          .at(4150)
          .call()
          .at(4200)
          .call(15)
          .at(4300)
          .deploy('upgrade', 'end'),
      ),
    ).toEqual(['04.150 r1 upgrade', '04.200 nobody']);
  });

  it('is of the one that ended first, where several were under way', () => {
    const two = base()
      .at(4100)
      .deploy('upgrade', 'begin')
      .deploy('upgrade', 'begin', { run: 'r2' })
      .at(4150)
      .call()
      .at(4200)
      .call(15)
      .at(4300)
      .deploy('upgrade', 'end', { run: 'r2' })
      .at(4400)
      .deploy('upgrade', 'end');
    expect(told(two)).toEqual(['04.150 r2 upgrade', '04.200 r1 upgrade']);
  });

  it("is not of a deploy that created the service, nor of another stack's", () => {
    const created = journal()
      .begin()
      .at(1000)
      .deploy('base', 'begin')
      .at(1100)
      .call(10, { serviceId: app })
      .spec(B, null)
      .at(1200)
      .deploy('base', 'end');
    expect(told(created)).toEqual(['01.100 nobody']);
    const other = base()
      .at(4100)
      .deploy('upgrade', 'begin', { stack: 'other-1' })
      .at(4200)
      .call()
      .at(4300)
      .deploy('upgrade', 'end', { stack: 'other-1' });
    expect(told(other)).toEqual(['04.200 nobody']);
  });

  it("counts by the service's name or any id that it had, and not without the engine's time", () => {
    const calls = base()
      .at(4100)
      .deploy('upgrade', 'begin')
      .at(4150)
      .call(10, { serviceId: app })
      .at(4200)
      .call(10, { serviceId: `${stack}_db` })
      .at(4300)
      .deploy('upgrade', 'end');
    expect(told(calls)).toEqual(['04.150 r1 upgrade']);
    const untimed = base().at(4100).fact({
      kind: 'daemon-log',
      about: 'service-write',
      serviceId: 'svc1',
      taskId: null,
      containerId: null,
      version: 1,
      line: '',
    });
    expect(told(untimed)).toEqual([]);
  });
});

describe('a call that the engine refused', () => {
  it("is the last before the refusal, and the deploy's that says so itself", () => {
    const failure = `failed to update service ${app}: Error response from daemon: rpc error: update out of sequence`;
    const ends = (j: Journal): Journal =>
      j.at(4300).deploy('upgrade', 'end', { exitCode: 1, stamp: null, failure });
    expect(
      told(
        ends(refusal(base().at(4100).deploy('upgrade', 'begin').at(4150).call().at(4200).call(15).at(4250))),
      ),
    ).toEqual(['04.150 nobody', '04.200 r1 upgrade refused']);
    expect(told(ends(base().at(4100).deploy('upgrade', 'begin').at(4150).call()))).toEqual([
      '04.150 r1 upgrade refused',
    ]);
  });

  it('goes to the deploy that was refused, and not to the one that was not', () => {
    const failure = `failed to update service ${app}: update out of sequence`;
    const two = refusal(
      base()
        .at(4100)
        .deploy('upgrade', 'begin')
        .deploy('upgrade', 'begin', { run: 'r2' })
        .at(4150)
        .call()
        .at(4160),
    )
      .at(4200)
      .call(15)
      .at(4300)
      .deploy('upgrade', 'end', { run: 'r2' })
      .at(4400)
      .deploy('upgrade', 'end', { exitCode: 1, stamp: null, failure });
    expect(told(two)).toEqual(['04.150 r1 upgrade refused', '04.200 r2 upgrade']);
  });

  it('is of this service alone: a deploy that was refused another one made its call here', () => {
    const failure = `failed to update service ${stack}_db: update out of sequence`;
    expect(
      told(
        base()
          .at(4100)
          .deploy('upgrade', 'begin')
          .at(4150)
          .call()
          .at(4300)
          .deploy('upgrade', 'end', { exitCode: 1, stamp: null, failure }),
      ),
    ).toEqual(['04.150 r1 upgrade']);
  });

  it('answers one refusal each, in their order', () => {
    const twice = refusal(refusal(base().at(4100).call().at(4110)).at(4200).call(15).at(4210));
    expect(told(twice)).toEqual(['04.100 nobody refused', '04.200 nobody refused']);
    expect(told(refusal(refusal(base().at(4100).call().at(4110))))).toEqual(['04.100 nobody refused']);
  });
});
