// What the lab did so that the recipe can run here: what it made because the recipe takes it as given, and
// what it deployed otherwise than the recipe says.
import { ofKind } from '../../evidence/timeline.js';
import { momentOf, type Moment } from './moment.js';
import type { RunContext } from './run-context.js';

export function provisionMoments({ lines, run }: RunContext): readonly Moment[] {
  const all = ofKind(lines, 'provision').filter((line) => line.run === run.run);
  const moment = (told: typeof all, text: string): readonly Moment[] =>
    told[0] === undefined
      ? []
      : [momentOf('lab-note', told[0].atMs, text, { lines: told.map(({ seq }) => seq) })];
  const made = all.filter(({ what }) => what !== 'endpoint-mode' && what !== 'volume-copy');
  const changed = all.filter(({ what }) => what === 'endpoint-mode');
  const copied = all.filter(({ what }) => what === 'volume-copy');
  const things = made.map(({ what, name }) => `${what} ${name}`).join(', ');
  const volumes = copied.map(({ name }) => name).join(', ');
  const services = changed.map(({ name }) => name).join(', ');
  return [
    ...moment(copied, `volumes begin as copies of what the scenario names: ${volumes}`),
    ...moment(made, `the lab made what the recipe takes as given: ${things}`),
    ...moment(
      changed,
      `this kernel has no IPVS: names give the addresses of tasks (endpoint_mode: dnsrr) of ${services}`,
    ),
  ];
}
