// From its services to the run: it held only where every service that counts did, and where the deploy put
// them all there.
import { endedLate } from '../base/ended-late.js';
import type { DeployLine } from '../evidence/timeline.js';
import { tasklessCause } from './causes/taskless.js';
import type { Finding } from './story.js';
import { isWell } from './standing.js';

/** One service of a run, with what was found of it. */
export interface Judged {
  /** Full name. */
  readonly service: string;
  /** Whether the run's outcome depends on it. */
  readonly counted: boolean;
  /** The end of the run's upgrade deploy where it failed; else null. */
  readonly failedDeploy: DeployLine | null;
  readonly finding: Finding;
  /**
   * Whether the deploy was a command of somebody's, which may do more than deploy; and whether it wrote to
   * this service.
   */
  readonly byCommand?: { readonly wrote: boolean };
}

/**
 * The service under test comes first. A service that could not be judged keeps the run from being called
 * good.
 */
export function wholeRun(services: readonly Judged[]): Finding {
  const [own, ...sides] = services;
  if (own === undefined) return inconclusive('no service was seen');
  const sideways = sides.filter(({ counted }) => counted);
  if (!isWell(own.finding.outcome)) return own.finding;
  const fallen = sideways.find(
    ({ finding }) => !isWell(finding.outcome) && finding.outcome !== 'inconclusive',
  );
  if (fallen !== undefined) return mixed(own, fallen);
  const unknown = sideways.find(({ finding }) => finding.outcome === 'inconclusive');
  if (unknown !== undefined)
    return inconclusive(`of ${unknown.service}, which counts too: ${unknown.finding.reason}`);
  if (own.failedDeploy === null) return heldAsWhole(own, sideways);
  return own.byCommand === undefined
    ? halfDeployed(own.finding, own.failedDeploy)
    : afterFailedCommand(services, own.failedDeploy);
}

/**
 * A check at its end may have failed it, or it may have died before it was through: what it wrote to tells.
 */
function afterFailedCommand(services: readonly Judged[], { exitCode, failure }: DeployLine): Finding {
  const [own, ...sides] = services;
  if (own === undefined) return inconclusive('no service was seen');
  const left = services.filter(({ byCommand }) => byCommand?.wrote === false).map(({ service }) => service);
  const command = `the command ended with exit code ${String(exitCode)}${failure === null ? '' : `: ${failure}`}`;
  if (exitCode === endedLate && failure?.startsWith('timed out') === true)
    return inconclusive(`${own.finding.reason}; but ${command}, and what else it was to do is not known`);
  if (left.length > 0)
    return inconclusive(
      `${own.finding.reason}; but ${command}, and whether it was to change ${left.join(', ')} too is ` +
        'not known',
    );
  const whole = heldAsWhole(own, sides);
  return { ...whole, reason: `${whole.reason}, although ${command}` };
}

function mixed({ finding: own }: Judged, { service, finding }: Judged): Finding {
  const { outcome, reason, cause, failedLater } = finding;
  return {
    outcome: 'mixed',
    cause,
    reason: `${own.reason}; but ${service}, which counts too, ended ${outcome}: ${reason}`,
    ...(failedLater === undefined ? {} : { failedLater }),
  };
}

function halfDeployed(own: Finding, end: DeployLine): Finding {
  const said = end.failure ?? 'it said nothing';
  return {
    outcome: 'mixed',
    cause: tasklessCause('deployer-error', said, [end], { exitCode: end.exitCode }),
    reason:
      `${own.reason}; but the deploy ended with exit code ${String(end.exitCode)} before it was ` +
      `through: ${said}`,
  };
}

/** A head that changes only other services than the one under test has held when those have. */
function heldAsWhole({ finding }: Judged, sides: readonly Judged[]): Finding {
  const held = sides.filter((side) => side.finding.outcome === 'held');
  if (finding.outcome === 'held' || held.length === 0) return finding;
  return {
    ...finding,
    outcome: 'held',
    reason:
      `${finding.reason}; ${held.map(({ service }) => service).join(', ')}, which the head changes, ` +
      'held',
  };
}

export function inconclusive(reason: string): Finding {
  return { outcome: 'inconclusive', reason, cause: null };
}
