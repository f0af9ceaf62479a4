// What abra refuses though docker takes it.
import { textOf, under, type Node } from '../../compose/node.js';
import type { Placed } from '../../compose/place.js';
import type { Service } from '../../compose/stack.js';
import { perService, type Signature } from '../signature.js';

const durations: readonly (readonly string[])[] = [
  ...['interval', 'timeout', 'start_period', 'start_interval'].map((key) => ['healthcheck', key]),
  ...['update_config', 'rollback_config'].flatMap((config) =>
    ['delay', 'monitor'].map((key) => ['deploy', config, key]),
  ),
  ...['delay', 'window'].map((key) => ['deploy', 'restart_policy', key]),
  ['stop_grace_period'],
];

export const abraDurationVariable: Signature = {
  name: 'abra-duration-variable',
  summary: 'a duration is a variable, which abra is reported to refuse',
  why:
    'abra is reported to check durations of a compose file as they are written, before variables are ' +
    'put in: it refuses start_period: ${X:-5m}, which docker takes.',
  source: 'public reports of Co-op Cloud; not seen by driftlab itself, see docs/abra.md',
  mend: 'the duration itself, or an overlay for those who need another',
  look: perService((service) => {
    const variable = [...service.labels.keys()].some((label) => label.startsWith('coop-cloud.'))
      ? substituted(service)
      : null;
    if (variable === null) return null;
    const says = `${service.name} has a duration that a variable gives (${variable.value} here)`;
    return { severity: 'low', service: service.name, places: [variable.place], says, change: null };
  }),
};

function substituted({ written }: Service): Placed<string> | null {
  const nodes = written.flatMap((node) => durations.map((path) => under(node, ...path)));
  return textOf(nodes.find((one): one is Node => one?.kind === 'scalar' && one.substituted));
}
