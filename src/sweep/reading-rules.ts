// What reading the files themselves tells, in the words in which signatures are told.
import type { Fault, FaultKind } from '../compose/place.js';
import type { StackReading } from '../compose/read-stack.js';
import type { Finding, Rule, Severity } from './signature.js';

type Reading = FaultKind | 'unset';

const severity: Readonly<Record<Reading, Severity>> = {
  unreadable: 'high',
  refused: 'high',
  lost: 'high',
  needs: 'low',
  unset: 'info',
  ignored: 'info',
};

export const readingRules: Readonly<Record<Reading, Rule>> = {
  unreadable: {
    name: 'unreadable',
    summary: 'a compose file that cannot be read',
    why: 'Docker ends with an error before anything is deployed.',
    source: 'docker/cli cli/compose/loader/loader.go',
    mend: 'what is written at that place',
  },
  refused: {
    name: 'refused',
    summary: 'something in a compose file that docker does not take for a stack',
    why:
      'docker stack deploy ends with an error before anything is deployed. Much of it is taken by ' +
      'docker compose, which has a format of its own.',
    source: 'docker/cli cli/compose/schema, cli/compose/loader, cli/compose/convert',
    mend: 'what is written at that place',
  },
  lost: {
    name: 'lost-in-merge',
    summary: 'a published port that docker drops because another file names the service too',
    why:
      'When two files have a service, docker tells its ports apart by the published number alone: of ' +
      '53/tcp and 53/udp, or of ports whose number the engine chooses, only the last is left, without ' +
      'a word.',
    source: 'docker/cli cli/compose/loader/merge.go (toServicePortConfigsMap)',
    mend: 'all ports of that number in a service of their own, or one file for the service',
  },
  needs: {
    name: 'needs-variable',
    summary: 'a variable has to be given and has no default',
    why: 'Docker ends with an error where it is not given.',
    source: 'docker/cli cli/compose/template/template.go',
    mend: "the variable in the app's environment, or a line in .env.sample",
  },
  unset: {
    name: 'unset-variable',
    summary: 'a variable that nobody gives and that has no default',
    why: 'Docker puts nothing in its place and does not say so.',
    source: 'docker/cli cli/compose/template/template.go',
    mend: 'a default, or a line in .env.sample',
  },
  ignored: {
    name: 'ignored',
    summary: 'something in a compose file that does nothing in a stack',
    why: 'Docker takes it, and a stack does not have it, or not as it looks.',
    source: 'docker/cli cli/compose/types/types.go',
    mend: 'leave it out where nobody else needs it',
  },
};

export function readingFindings({
  faults,
  unset,
}: Pick<StackReading, 'faults' | 'unset'>): readonly Finding[] {
  const firstOfName = new Map(unset.toReversed().map((one) => [one.name, one]));
  return [
    ...faults.map((fault) => findingOf(fault.kind, fault)),
    ...[...firstOfName.values()]
      .reverse()
      .map(({ name, place }) =>
        findingOf('unset', { place, message: `nobody gives ${name}, and it has no default`, hint: null }),
      ),
  ];
}

function findingOf(
  reading: Reading,
  { place, message, hint }: Pick<Fault, 'place' | 'message' | 'hint'>,
): Finding {
  const { name, why, source, mend } = readingRules[reading];
  return {
    signature: name,
    severity: severity[reading],
    service: null,
    places: [place],
    says: message,
    why,
    source,
    mend: hint ?? mend,
    change: null,
  };
}
