// Refuses before anything starts what could not end well: no engine here, no abra where one deploys, a recipe
// that is not what the scenario says, or compose files without the service under test. What base and head are
// is found out here, once for all trials.
import { LabError } from '../../base/lab-error.js';
import { buildAhead, type ExistingCheck } from '../../engine/index.js';
import type { Paces } from '../../plan/estimate.js';
import type { Plan } from '../../plan/plan.js';
import { movedInWords } from '../../recipe/index.js';
import type { PinnedCommits } from '../../scenario/scenario.js';
import { deployerBinaries } from '../provenance/abra-provenance.js';
import { requireConformance, type Conformances } from '../conformance/require-conformance.js';
import { cacheDir } from '../engines/cache-dir.js';
import { programsOf } from '../engines/engine-programs.js';
import { checkExistingEngines } from '../engines/existing-engines.js';
import { imagesAhead } from './images-ahead.js';
import { openRecipes } from './recipes.js';
import { lackInWords, lacksOf } from './this-machine.js';
import type { OtherVersions } from './other-versions.js';

const checkMsMax = 60_000;

/** What was found before the first trial. */
export interface RequiredTools {
  readonly existing: readonly ExistingCheck[];
  /** Arm -> what its base and head are. */
  readonly commits: ReadonlyMap<string, PinnedCommits>;
  /** Refs that named another commit when the plan was pinned, each in words. */
  readonly moved: readonly string[];
  /** How each abra stands that deploys in it. */
  readonly conformances: Conformances;
  /** What the recipes say of their time. */
  readonly paces: Paces;
}

/**
 * Throws `missing-tool` when private engines are wanted and cannot run here or a deployer's program is
 * missing, or an abra is not what it is taken for, `bad-input` with every problem of the arms' recipes or for
 * a build script that fails, and whatever speaks against an existing engine.
 */
export async function requireTools(
  { arms, trials }: Pick<Plan, 'arms' | 'trials'>,
  scenarioDir: string,
): Promise<RequiredTools> {
  const lacks = await lacksOf(arms, scenarioDir);
  const {
    checks,
    others,
    paces,
    problems: own,
    unreached,
  } = await openRecipes(arms, { scenarioDir, trialsFollow: true }, AbortSignal.timeout(checkMsMax));
  const problems = [...new Set([...own, ...unreached])];
  if (problems.length + lacks.length > 0) throw refusal(problems, lacks);
  const binaries = await deployerBinaries(arms, scenarioDir);
  const existing = await checkExistingEngines({ arms, trials }, scenarioDir);
  await buildImages(arms, existing, scenarioDir);
  return {
    existing,
    paces,
    conformances: await requireConformance(binaries, programsOf(arms, scenarioDir)),
    commits: new Map(
      [...checks].flatMap(([arm, { commits }]) =>
        commits === null ? [] : [[arm, withOthers(commits, others.get(arm)?.commits ?? {})] as const],
      ),
    ),
    moved: [
      ...new Set([
        ...[...checks.values()].flatMap(({ moved }) => moved.map(movedInWords)),
        ...[...others.values()].flatMap(({ moved }) => moved),
      ]),
    ],
  };
}

/** All that speaks against it, what has to be changed before what this machine lacks. */
function refusal(problems: readonly string[], lacks: readonly LabError[]): LabError {
  const [only, ...more] = lacks;
  if (problems.length === 0 && only !== undefined && more.length === 0) return only;
  const missing = lacks.map((lack) => `  not on this machine: ${lackInWords(lack)}`);
  return problems.length === 0
    ? new LabError('missing-tool', `it cannot be run here:\n${missing.join('\n')}`)
    : new LabError(
        'bad-input',
        ['the recipe or its images cannot be used:', ...problems.map((one) => `  ${one}`), ...missing].join(
          '\n',
        ),
      );
}

function withOthers(commits: PinnedCommits, others: OtherVersions['commits']): PinnedCommits {
  return Object.keys(others).length === 0 ? commits : { ...commits, others };
}

async function buildImages(
  arms: Plan['arms'],
  existing: readonly ExistingCheck[],
  scenarioDir: string,
): Promise<void> {
  const images = imagesAhead(
    arms,
    existing.flatMap(({ lacks }) => lacks),
  );
  const folders = { baseDir: scenarioDir, cacheDir: cacheDir() };
  await buildAhead(images, folders, new AbortController().signal);
}
