// What a trial showed, from its evidence alone: first whether it can tell anything, then the outcome, then its cause.
import { messageOf } from '../base/lab-error.js';
import type { JournalProblem } from '../evidence/codec.js';
import type { Evidence } from '../evidence/evidence.js';
import { beforeDestroy, linesUntilEndOf, ofKind, servicesOf } from '../evidence/timeline.js';
import type { RunSpec, TrialSpec } from '../plan/plan.js';
import { componentOf } from './component.js';
import { dosesOf } from './dose.js';
import { driftOf, isMasked } from './naive.js';
import { outageOf } from './outage.js';
import { judgeProbe } from './probe.js';
import { signatures } from './signatures/index.js';
import { storyOf, type Finding, type Signature, type Story } from './story.js';
import { timesOf } from './times.js';
import { whyInvalid } from './validity.js';
import type { Outcome, RunVerdict, Verdict } from './verdict.js';

/**
 * The verdict of a trial. Pure: the same evidence gives the same verdict. `problems` are those that reading the journal
 * found; every one of them makes the trial inconclusive, and so does whatever keeps a signature from deciding.
 */
export function judge(spec: TrialSpec, evidence: readonly Evidence[], problems: readonly JournalProblem[] = []): Verdict {
  const end = ofKind(evidence, 'trial-end').at(-1)?.end ?? 'aborted';
  return { format: 1, trial: spec.id, arm: spec.arm, end, engine: ofKind(evidence, 'engine')[0]?.engine ?? null, runs: spec.runs.map((run) => judgeRun({ spec, evidence, problems }, run)) };
}

interface Trial {
  readonly spec: TrialSpec;
  readonly evidence: readonly Evidence[];
  readonly problems: readonly JournalProblem[];
}

function judgeRun({ spec, evidence, problems }: Trial, run: RunSpec): RunVerdict {
  const lines = beforeDestroy(evidence);
  if (spec.settings.stopAt === 'stamp') {
    return judgeProbe({ run, checkouts: spec.settings.checkouts, evidence, invalid: whyInvalid({ spec, run: run.run, evidence, lines, problems, doses: [] }) });
  }
  const ofRun = linesUntilEndOf(lines, run.run);
  const doses = dosesOf(spec, lines);
  const underTest = `${run.stack}_${spec.settings.service}`;
  const stories = [...new Set([underTest, ...servicesOf(ofRun, run.stack)])].map((service) => storyOf(ofRun, run, service, service === underTest));
  const invalid = whyInvalid({ spec, run: run.run, evidence, lines, problems, doses });
  const findings = stories.map((story): readonly [Story, Finding] => [story, invalid === null ? findingOf(story) : inconclusive(invalid)]);
  const [[story, finding]] = findings as [readonly [Story, Finding]];
  const { outcome, cause } = finding;
  const drift = driftOf(outcome, story);
  const naive = ofKind(ofRun, 'naive').findLast((line) => line.run === run.run && line.moment === 'end') ?? null;
  return {
    run: run.run,
    outcome,
    reason: [finding.reason, ...(invalid === null ? besides(findings.slice(1)) : [])].join('; '),
    drift,
    masked: isMasked(outcome, drift, story),
    component: componentOf(outcome, cause),
    cause,
    failedLater: null,
    stamps: { intended: story.worktree?.intendedStamp ?? null, deployed: story.end?.stamp ?? null, readback: story.readback?.stamp ?? null },
    naive: naive === null ? null : { pass: naive.pass, message: naive.message },
    dose: doses,
    outageMs: invalid === null ? outageOf(story) : null,
    downFromMs: null,
    services: Object.fromEntries(findings.map(([{ service }, { outcome: own }]) => [service, own])),
    sides: [],
    times: timesOf(evidence, run.run, story),
  };
}

/** The first signature that matches. One that throws, or none that matches, is no reason to call a trial good. */
export function findingOf(story: Story, known: readonly Signature[] = signatures): Finding {
  for (const signature of known) {
    try {
      const finding = signature.match(story);
      if (finding !== null) return contradicted(story, finding);
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
  const fits = [then, live].some((line) => line.exists === readback.found && (!readback.found || line.spec.stamp === readback.stamp));
  return fits ? finding : inconclusive(`the readback shows ${readback.stamp ?? 'no stamp'}, the last spec seen shows ${live.spec.stamp ?? 'none'}`);
}

function inconclusive(reason: string): Finding {
  return { outcome: 'inconclusive', reason, cause: null };
}

/** Side services that did not hold, by name. */
function besides(findings: readonly (readonly [Story, Finding])[]): readonly string[] {
  const unremarkable: ReadonlySet<Outcome> = new Set(['held', 'no-op', 'base-failed']);
  return findings.flatMap(([{ service }, { outcome, reason }]) => (unremarkable.has(outcome) ? [] : [`beside it, ${service} ended ${outcome}: ${reason}`]));
}
