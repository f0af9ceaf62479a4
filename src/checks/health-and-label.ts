// Health first, then the label: every service of the stack has all its tasks, a container of the service
// under test is healthy, and then the label is the one that was meant. Where the harness asks a page over
// HTTP, the container's own health check stands in: a private engine may have no way in from outside.
import type { CheckAnswer, CheckContext } from '../trial/ports.js';
import { said } from './check.js';
import { servicesOf, shortOf, type SeenService } from './services.js';

/** The answer, or what it still waits for. */
export async function lookAtHealthAndLabel(
  context: CheckContext,
  signal: AbortSignal,
): Promise<CheckAnswer | string> {
  const { run, settings, intendedStamp } = context;
  const services = await servicesOf(context, signal);
  const tested = services.find(({ name }) => name === `${run.stack}_${settings.service}`);
  if (tested === undefined) return `no service ${run.stack}_${settings.service}`;
  const short = shortOf(services);
  if (short !== null) return short;
  if (!(await isHealthy(context, tested, signal))) return `${tested.name} has no healthy container`;
  return labelAnswer(tested.labels[`coop-cloud.${run.stack}.chaos-version`] ?? null, intendedStamp);
}

/** Commits are compared without the mark of a dirty tree. */
function labelAnswer(label: string | null, intended: string): CheckAnswer {
  const commitOf = (stamp: string): string => stamp.replace(/\+U$/, '');
  return label !== null && commitOf(label) === commitOf(intended)
    ? said('good', `healthy, and the label ${label} is the one that was meant`)
    : said('bad', `healthy, but the label is ${label ?? 'missing'}, not ${intended}`);
}

/** A running container without a health check counts as healthy. */
async function isHealthy(
  { engine }: CheckContext,
  { name }: SeenService,
  abortSignal: AbortSignal,
): Promise<boolean> {
  const filters = JSON.stringify({ label: [`com.docker.swarm.service.name=${name}`], status: ['running'] });
  const containers = await Promise.all(
    engine.nodes.map(({ docker }) => docker.listContainers({ filters, abortSignal })),
  );
  return containers
    .flat()
    .some(({ Status }) => Status.includes('(healthy)') || !/\((?:health|unhealthy)/.test(Status));
}
