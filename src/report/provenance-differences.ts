// In what two campaigns differ besides what they found: the scenario, driftlab, the tools and the machine.
// Whoever compares their numbers must know these first.
import { formatBytes } from '../base/units.js';

/** A program as it was found on the machine. */
export interface Binary {
  /** Where it really lies, links followed. */
  readonly path: string;
  readonly sha256: string;
  /** As it says itself. */
  readonly version: string;
}

/** What a campaign's manifest says of where its numbers come from; a manifest has this shape. */
export interface Origin {
  readonly scenario: { readonly name: string; readonly sha256: string };
  readonly driftlab: { readonly version: string; readonly commit: string | null };
  /** What the trials are made of -> its hash; older driftlabs did not say it. */
  readonly inputs?: Readonly<Record<string, string>>;
  readonly host: {
    readonly kernel: string;
    readonly cores: number;
    readonly memoryBytes: number;
    readonly cgroupVersion: 1 | 2 | null;
  };
  readonly tools: {
    readonly engine: string | null;
    readonly docker: string | null;
    readonly git: string | null;
    readonly node: string;
    /** Null when no arm deploys with it. */
    readonly abra: (Binary & { readonly others: readonly Binary[] }) | null;
  };
}

export interface ProvenanceDifference {
  readonly what:
    | 'scenario'
    | 'scenario text'
    | 'driftlab'
    | 'engine'
    | 'docker CLI'
    | 'abra'
    | 'abra path'
    | 'git'
    | 'node'
    | 'kernel'
    | 'cores'
    | 'memory'
    | 'cgroup'
    | 'inputs';
  /** Of the first campaign, as a reader is shown it. */
  readonly a: string;
  readonly b: string;
}

/** How much of a hash or commit is shown. */
const shownDigits = 12;

/**
 * In a fixed order; empty when both come from the same. An abra that only one of the two used is no
 * difference of abra's.
 */
export function provenanceDifferences(a: Origin, b: Origin): readonly ProvenanceDifference[] {
  const [left, right] = [factsOf(a), factsOf(b)];
  const differences = left.flatMap(([what, value], index) => {
    const other = right[index]?.[1] ?? 'none';
    return value === other ? [] : [{ what, a: value, b: other }];
  });
  const all = [...differences, ...inputDifferences(a.inputs, b.inputs)];
  return a.tools.abra !== null && b.tools.abra !== null
    ? all
    : all.filter(({ what }) => what !== 'abra' && what !== 'abra path');
}

/**
 * What has the same name in both and other contents: files of another name are no secret to who reads the
 * scenarios.
 */
function inputDifferences(
  a: Origin['inputs'] = {},
  b: Origin['inputs'] = {},
): readonly ProvenanceDifference[] {
  const differing = Object.keys(a).filter((name) => b[name] !== undefined && b[name] !== a[name]);
  const shown = (inputs: Readonly<Record<string, string>>): string =>
    differing.map((name) => `${name}: ${(inputs[name] ?? '').slice(0, shownDigits)}`).join(', ');
  return differing.length === 0 ? [] : [{ what: 'inputs', a: shown(a), b: shown(b) }];
}

function factsOf({
  scenario,
  driftlab,
  host,
  tools,
}: Origin): readonly (readonly [what: ProvenanceDifference['what'], value: string])[] {
  const all = tools.abra === null ? [] : [tools.abra, ...tools.abra.others];
  return [
    ['scenario', scenario.name],
    ['scenario text', `SHA-256 ${scenario.sha256.slice(0, shownDigits)}`],
    [
      'driftlab',
      `${driftlab.version}${driftlab.commit === null ? '' : ` (${driftlab.commit.slice(0, shownDigits)})`}`,
    ],
    ['engine', tools.engine ?? 'none'],
    ['docker CLI', tools.docker ?? 'none'],
    [
      'abra',
      all.map(({ version, sha256 }) => `${version} (SHA-256 ${sha256.slice(0, shownDigits)})`).join(', '),
    ],
    ['abra path', all.map(({ path }) => path).join(', ')],
    ['git', tools.git ?? 'none'],
    ['node', tools.node],
    ['kernel', host.kernel],
    ['cores', String(host.cores)],
    ['memory', formatBytes(host.memoryBytes)],
    ['cgroup', host.cgroupVersion === null ? 'none' : `v${String(host.cgroupVersion)}`],
  ];
}

/**
 * What sets one program apart from another: `SHA-256 aaaa is now bbbb, version …`; empty when they are the
 * same file at the same place.
 */
export function binaryDifferences(a: Binary, b: Binary): readonly string[] {
  const pairs = [
    ['path', a.path, b.path],
    ['version', a.version, b.version],
    ['SHA-256', a.sha256.slice(0, shownDigits), b.sha256.slice(0, shownDigits)],
  ] as const;
  const bytes = a.sha256 === b.sha256;
  return pairs.flatMap(([what, was, is]) =>
    was === is && (what !== 'SHA-256' || bytes) ? [] : [`${what} ${was} there, ${is} here`],
  );
}
