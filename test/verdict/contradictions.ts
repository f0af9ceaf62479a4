// Where a diagnosis says something else than the verdict of somebody who watched. Knowing less is no
// contradiction.
import type { Diagnosis, RunVerdict, ServiceDiagnosis, SideVerdict } from '../../src/verdict/index.js';

type Judged = Pick<SideVerdict, 'outcome' | 'cause'>;

/** A sentence each. */
export function contradictions(
  diagnosis: Diagnosis,
  verdict: RunVerdict,
  service: string,
): readonly string[] {
  return diagnosis.services.flatMap((found) => {
    const judged =
      found.service === service
        ? ofTheTested(verdict)
        : verdict.sides.find((side) => side.service === found.service);
    return judged === undefined
      ? []
      : against(found, judged).map(
          (what) =>
            `${found.service}: ${what}, and the verdict is ` +
            `${judged.outcome}${judged.cause === null ? '' : `, ${judged.cause.kind}`}`,
        );
  });
}

/** The cause of a `mixed` run is another service's. */
function ofTheTested({ outcome, cause, services }: RunVerdict): Judged {
  return outcome === 'mixed'
    ? { outcome: Object.values(services)[0] ?? outcome, cause: null }
    : { outcome, cause };
}

function against({ lastUpdate, wrong, cause }: ServiceDiagnosis, judged: Judged): readonly string[] {
  const { outcome } = judged;
  return [
    ...(lastUpdate === 'rolled-back' &&
    wrong !== false &&
    ['held', 'failed-later', 'paused', 'no-op'].includes(outcome)
      ? ['it says that swarm rolled it back']
      : []),
    ...(lastUpdate === 'completed' && outcome === 'rolled-back' ? ['it says that the update completed'] : []),
    ...(wrong === true && outcome === 'held' ? ['it says that something went wrong'] : []),
    ...(wrong === false && ['rolled-back', 'rollback-failed', 'paused', 'failed-later'].includes(outcome)
      ? ['it says that nothing went wrong']
      : []),
    ...(cause !== null &&
    judged.cause !== null &&
    judged.cause.kind !== 'unknown' &&
    outcome !== 'overwritten' &&
    cause.kind !== judged.cause.kind
      ? [`it says ${cause.kind}`]
      : []),
  ];
}
