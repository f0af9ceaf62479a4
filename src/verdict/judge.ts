// What a trial showed, from its evidence alone: first whether it can tell anything, then what became of each
// service, then the run's outcome.
import { ownCommand } from '../evidence/named-deployers.js';
import { messageOf } from '../base/lab-error.js';
import type { JournalProblem } from '../evidence/codec.js';
import type { Evidence } from '../evidence/evidence.js';
import { hasPassed } from '../evidence/service-base.js';
import { beforeDestroy, linesUntilEndOf, ofKind, servicesOf } from '../evidence/timeline.js';
import type { RunSpec, JudgedTrial } from '../plan/plan.js';
import { judgeChecks, type CheckQuestion } from './checks.js';
import { componentOf } from './component.js';
import { dosesOf } from './dose.js';
import { withLastWords } from './last-words.js';
import { driftOf, isMasked, naiveOf, specDriftOf } from './naive.js';
import { outageOf } from './outage.js';
import { chainOf } from './passages.js';
import { judgeProbe } from './probe.js';
import { reasonInWords } from './reason.js';
import { signatures } from './signatures/index.js';
import { withEnoughTime } from './starvation.js';
import { storyOf, type Finding, type Signature, type Story } from './story.js';
import { timesOf } from './times.js';
import { invalidityOf, whyInvalid } from './validity.js';
import type { RunVerdict, SideVerdict, Verdict } from './verdict.js';
import { inconclusive, wholeRun, type Judged } from './whole-run.js';

/**
 * The verdict of a trial. Pure: the same evidence gives the same verdict. `problems` are those that reading
 * the journal found; every one of them makes the trial inconclusive, and so does whatever keeps a signature
 * from deciding.
 */
export function judge(
  spec: JudgedTrial,
  evidence: readonly Evidence[],
  problems: readonly JournalProblem[] = [],
): Verdict {
  const end = ofKind(evidence, 'trial-end').at(-1)?.end ?? 'aborted';
  const wear = ofKind(evidence, 'wear')[0];
  return {
    format: 1,
    trial: spec.id,
    arm: spec.arm,
    end,
    engine: ofKind(evidence, 'engine')[0]?.engine ?? null,
    ...(wear === undefined ? {} : { trialsBefore: wear.trialsBefore }),
    runs: spec.runs.map((run) => withLastWords(judgeRun({ spec, evidence, problems }, run), evidence)),
  };
}

interface Trial {
  readonly spec: JudgedTrial;
  readonly evidence: readonly Evidence[];
  readonly problems: readonly JournalProblem[];
}

function judgeRun({ spec, evidence, problems }: Trial, run: RunSpec): RunVerdict {
  const lines = beforeDestroy(evidence);
  if (spec.settings.stopAt === 'stamp') {
    const question = { spec, run: run.run, evidence, lines, problems, doses: [] };
    return {
      ...judgeProbe({ run, checkouts: spec.settings.checkouts, evidence, invalid: whyInvalid(question) }),
      invalid: invalidityOf(question),
    };
  }
  const ofRun = linesUntilEndOf(lines, run.run);
  const doses = dosesOf(spec, lines);
  const invalid = whyInvalid({ spec, run: run.run, evidence, lines, problems, doses });
  const { story, stories, services } = servicesJudged(spec, run, ofRun, invalid);
  const finding = wholeRun(services);
  const { outcome, cause } = finding;
  const drift = (isUnstamped(spec.settings) ? specDriftOf : driftOf)(outcome, story);
  const chain = { lines: ofRun, run: run.run, story, recipe: spec.settings.recipe };
  const [outage, went] = invalid === null ? [outageOf(story), chainOf(chain)] : [null, {}];
  return {
    run: run.run,
    outcome,
    reason:
      invalid === null ? reasonInWords({ spec, lines, chain, finding, stories, services }) : finding.reason,
    invalid: invalidityOf({ spec, run: run.run, evidence, lines, problems, doses }),
    drift,
    masked: isMasked(outcome, drift, story),
    component: componentOf(outcome, cause),
    cause,
    failedLater: finding.failedLater ?? null,
    stamps: stampsIn(story),
    ...went,
    naive: naiveOf(ofRun, run),
    ...checked(spec, {
      run: run.run,
      lines: [...ofRun, ...wordsAfter(lines, ofRun, run)],
      found: { outcome, drift, cause },
      services,
    }),
    dose: doses,
    outageMs: outage?.outageMs ?? null,
    downFromMs: outage?.downFromMs ?? null,
    services: Object.fromEntries(services.map(({ service, finding: { outcome: own } }) => [service, own])),
    sides: services.slice(1).map(sideOf),
    times: timesOf(evidence, run.run, story),
  };
}

function stampsIn({ intendedStamp, end, readback }: Story): RunVerdict['stamps'] {
  return { intended: intendedStamp, deployed: end?.stamp ?? null, readback: readback?.stamp ?? null };
}

/** A harness says its word when it has taken down what it deployed, which is no part of the run any more. */
function wordsAfter(
  lines: readonly Evidence[],
  ofRun: readonly Evidence[],
  { run }: RunSpec,
): readonly Evidence[] {
  const until = ofRun.at(-1)?.seq ?? 0;
  return ofKind(lines, 'check').filter((line) => line.run === run && line.seq > until);
}

/** What its checks said; nothing of a scenario without. */
function checked(
  { settings: { checks } }: JudgedTrial,
  { services, ...of }: Omit<CheckQuestion, 'checks' | 'services'> & { readonly services: readonly Judged[] },
): Pick<RunVerdict, 'checks'> {
  if (checks === undefined) return {};
  const counted = services.filter((one) => one.counted).map(({ service }) => service);
  return { checks: judgeChecks({ ...of, checks, services: counted }) };
}

/** The service under test first, then the others as they were seen. */
function servicesJudged(
  { settings }: JudgedTrial,
  run: RunSpec,
  lines: readonly Evidence[],
  invalid: string | null,
): { readonly story: Story; readonly stories: readonly Story[]; readonly services: readonly Judged[] } {
  const underTest = `${run.stack}_${settings.service}`;
  const counts = (service: string): boolean =>
    settings.judged === null || settings.judged.some((name) => service === `${run.stack}_${name}`);
  const told = storyOf(lines, run, underTest, true);
  const story = isUnstamped(settings) ? { ...told, intendedStamp: null } : told;
  const sides = servicesOf(lines, run.stack)
    .filter((service) => service !== underTest)
    .map((service) => storyOf(lines, run, service, false));
  const stories = [story, ...sides];
  const services = stories.map((one) => ({
    service: one.service,
    counted: counts(one.service),
    failedDeploy: one.end !== null && one.end.exitCode !== 0 ? one.end : null,
    finding: invalid === null ? timely(settings, one, findingOf(one)) : inconclusive(invalid),
    ...(one.adopted === null && one.end?.deployer !== ownCommand
      ? {}
      : { byCommand: { wrote: one.sightings.length > 0 } }),
  }));
  return { story, stories, services };
}

/** What git says is not asked of a deployer that stamps in a way of its own. */
function isUnstamped({ deployment }: JudgedTrial['settings']): boolean {
  return deployment !== undefined && deployment.stamp !== 'chaos';
}

function timely({ judgeStarved }: JudgedTrial['settings'], story: Story, finding: Finding): Finding {
  return judgeStarved ? finding : withEnoughTime(story, finding);
}

/**
 * The first signature that matches. One that throws, or none that matches, is no reason to call a trial good.
 */
export function findingOf(story: Story, known: readonly Signature[] = signatures): Finding {
  for (const signature of known) {
    try {
      const finding = signature.match(story);
      if (finding !== null) return upgradedFrom(story, contradicted(story, finding));
    } catch (error) {
      return inconclusive(`the signature ${signature.name} failed: ${messageOf(error)}`);
    }
  }
  return inconclusive(`nothing known explains what was seen of ${story.service}`);
}

/** A readback that fits neither what stood then nor what stood last means that a change was missed. */
function contradicted({ readback, sightings, live }: Story, finding: Finding): Finding {
  if (readback === null || live === null || finding.outcome === 'base-failed') return finding;
  const then = sightings.findLast(({ seq }) => seq < readback.seq) ?? live;
  const fits = [then, live].some(
    (line) => line.exists === readback.found && (!readback.found || line.spec.stamp === readback.stamp),
  );
  return fits
    ? finding
    : inconclusive(
        `the readback shows ${readback.stamp ?? 'no stamp'}, the last spec seen shows ` +
          (live.spec.stamp ?? 'none'),
      );
}

/**
 * What another client put over the base is what the head was an upgrade from, and what a rollback goes back
 * to.
 */
function upgradedFrom({ intruder, begin, lines }: Story, finding: Finding): Finding {
  if (intruder === null || begin === null || finding.outcome === 'base-failed') return finding;
  const from = intruder.spec.stamp ?? `${intruder.spec.image} without a stamp`;
  return {
    ...finding,
    reason:
      `${finding.reason}; another client had put ${from} over ` +
      `${hasPassed(lines, begin) ? 'what was deployed' : 'the base'} before, so this was an upgrade from that`,
  };
}

function sideOf({ service, counted, finding }: Judged): SideVerdict {
  const { outcome, reason, cause, failedLater = null } = finding;
  return { service, counted, outcome, reason, component: componentOf(outcome, cause), cause, failedLater };
}
