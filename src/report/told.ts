// What was found, in sentences: the same ones in every format that has room for them.
import { counted } from '../base/counted.js';
import { answerSentences } from './answer.js';
import { notesOf, type Note } from './notes.js';
import { refusedSentences } from './refused-text.js';
import type { CampaignSize, NextCommand, ReportModel } from './report-model.js';

export interface Told {
  /** `2 arms × 10 trials`, `seed 4211`, …. */
  readonly header: readonly string[];
  /** The answer, a sentence each, the most important first. */
  readonly answer: readonly string[];
  /** In reading order. */
  readonly notes: readonly Note[];
  /** Commands as they are typed. */
  readonly next: readonly string[];
}

export function told({ size, unfinished, summary, behind, next }: ReportModel): Told {
  const probing = behind.plan.arms.every(({ settings }) => settings.stopAt === 'stamp');
  return {
    header: [...sizeInWords(size), ...(unfinished === null ? [] : [unfinished])],
    answer: [...refusedSentences(summary), ...answerSentences(summary, probing)],
    notes: notesOf(summary, behind),
    next: next.map(commandLine),
  };
}

function sizeInWords({ arms, trials, ofEachArm, atMost, seed }: CampaignSize): readonly string[] {
  const many = counted(arms, 'arm');
  const most = `${atMost ? 'at most ' : ''}${counted(trials, 'trial')}`;
  return [`${many} ${ofEachArm ? '×' : '·'} ${most}`, `seed ${String(seed)}`];
}

function commandLine(next: NextCommand): string {
  switch (next.command) {
    case 'resume':
      return `driftlab resume ${next.campaign}${next.keepGoing ? ' --keep-going' : ''}`;
    case 'explain':
      return `driftlab explain ${next.campaign}/${next.trial}`;
  }
}
