// An upgrade of a stack on an engine that is there already, watched and judged: for a deploy script, a CI
// job, or a night on call.
import { messageOf } from '../base/lab-error.js';
import type { JournalProblem } from '../evidence/codec.js';
import type { Evidence } from '../evidence/evidence.js';
import { currentAddress, lookOn, type Address } from '../engine/index.js';
import { explainTrial, formatStory, plainPaint } from '../report/index.js';
import { attachSources } from '../sources/index.js';
import { openJournal } from '../store/index.js';
import { judge, judgeUpgrade, upgradeTrial, type RunVerdict } from '../verdict/index.js';
import { recordUpgrade, type RunDeploy } from '../watch/record-upgrade.js';
import { chooseService } from './choose-service.js';

export interface WatchUpgradeOptions {
  /** Where the engine answers; left out, the one that the docker command would talk to. */
  readonly engine?: Address;
  /** Name of the stack; left out, the only one that is there. */
  readonly stack?: string;
  /**
   * The service whose stamp is read back, without the stack's name; left out, `app` where there is one, else
   * the first by name.
   */
  readonly service?: string;
  /**
   * The value of the label `coop-cloud.<stack>.chaos-version` that is meant; left out, the outcome rests on
   * what swarm did.
   */
  readonly intendedStamp?: string;
  /** Runs the deploy on that engine; left out, the next update is waited for. */
  readonly deploy?: (at: { readonly socketPath: string }, signal: AbortSignal) => ReturnType<RunDeploy>;
  /** Milliseconds that swarm is watched on after it has made up its mind; 5,000 where left out. */
  readonly settleMs?: number;
  /**
   * Milliseconds after the deploy at which an upgrade that has not come to rest is `unsettled`; ten minutes
   * where left out.
   */
  readonly deadlineMs?: number;
  /** Milliseconds that the next update is waited for; an hour where left out. */
  readonly waitMs?: number;
  /** File that the evidence is written to, line by line; left out, it is kept in memory alone. */
  readonly journal?: string;
  /** Told when the sources are attached: what is deployed from now on is seen. */
  readonly onWatching?: (of: { readonly stack: string; readonly service: string }) => void;
  readonly signal?: AbortSignal;
}

export interface WatchedUpgrade {
  readonly stack: string;
  readonly service: string;
  readonly verdict: RunVerdict;
  readonly evidence: readonly Evidence[];
  /** Why the journal's file is not whole; null where it is, or none was asked for. */
  readonly journalLost: string | null;
  /** The story as a person reads it. */
  readonly story: string;
}

const defaults = { settleMs: 5000, deadlineMs: 600_000, waitMs: 3_600_000 } as const;

/**
 * Watches one upgrade of one stack and says what became of it. It only reads: nothing is created on the
 * engine, and no root is needed. Throws `bad-input` for a stack or service that is not there, `engine-boot`
 * for an engine that cannot be watched; whatever happens during the watch is on record and makes the verdict
 * `inconclusive` where it has to.
 */
export async function watchUpgrade(options: WatchUpgradeOptions): Promise<WatchedUpgrade> {
  const signal = options.signal ?? new AbortController().signal;
  const { engine, close } = await lookOn(options.engine ?? (await currentAddress()), signal);
  try {
    const { stack, service } = await chooseService(engine, {
      ...(options.stack === undefined ? {} : { stack: options.stack }),
      ...(options.service === undefined ? {} : { service: options.service }),
    });
    const log = openJournal(options.journal ?? null);
    const { deploy } = options;
    await recordUpgrade(
      {
        engine,
        stack,
        service,
        intendedStamp: options.intendedStamp ?? null,
        deploy: deploy === undefined ? null : (limit) => deploy({ socketPath: engine.socketPath }, limit),
        observe: {
          settleMs: options.settleMs ?? defaults.settleMs,
          deadlineMs: options.deadlineMs ?? defaults.deadlineMs,
        },
        waitMs: options.waitMs ?? defaults.waitMs,
      },
      {
        attachSources,
        log,
        onWatching: () => {
          options.onWatching?.({ stack, service });
        },
      },
      signal,
    );
    return {
      ...tellUpgrade({ stack, service }, log.lines),
      journalLost: log.lost.aborted ? messageOf(log.lost.reason) : null,
    };
  } finally {
    await close();
  }
}

/** Verdict and story of a watched upgrade, from its evidence alone. */
export function tellUpgrade(
  { stack, service }: { readonly stack: string; readonly service: string },
  evidence: readonly Evidence[],
  problems: readonly JournalProblem[] = [],
): WatchedUpgrade {
  const upgrade = { stack, service };
  const trial = upgradeTrial(upgrade, evidence);
  const story = explainTrial(trial, evidence, judge(trial, evidence, problems));
  return {
    stack,
    service,
    evidence,
    journalLost: null,
    verdict: judgeUpgrade(upgrade, evidence, problems),
    story: formatStory(story, { paint: plainPaint, width: 100 }),
  };
}
