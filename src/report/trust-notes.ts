// What the campaign's own course says against its numbers, in words. One line when nothing does.
import type { Trust } from '../statistics/summary.js';
import { armInWords, counted, listed, pInWords } from './words.js';

/** Warnings; without any, one line of what was looked at. Nothing where there was nothing to look at. */
export function trustNotes(trust: Trust): readonly string[] {
  const warnings = [
    ...kept(trust),
    ...differing(trust),
    ...clustered(trust),
    ...changed(trust),
    ...onOneEngine(trust),
    ...worn(trust),
    ...inconclusive(trust),
  ];
  if (warnings.length > 0) return warnings;
  const looked = [
    ...(trust.clustering === null ? [] : ['no sign that failures come in clusters']),
    ...(trust.change === null ? [] : ['none that their rate changed in the course of the campaign']),
  ];
  const same =
    trust.sameness === null || trust.sameness.p === null
      ? []
      : [
          `${trust.sameness.a} and ${trust.sameness.b} are the same in everything, and nothing shows ` +
            `that they differ (Fisher's test, ${pInWords(trust.sameness.p)})`,
        ];
  if (looked.length + same.length === 0) return [];
  return [
    ...same.map((said) => `${said}.`),
    ...(looked.length === 0
      ? []
      : [
          `${looked.join(', ')}; ${String(trust.inconclusive.count)} of ` +
            `${counted(trust.inconclusive.ended, 'launch', 'launches')} inconclusive.`,
        ]),
  ];
}

/** One sentence beside the answer when something speaks against it; the notes say what exactly. */
export function doubt({
  kept: aged,
  clustering,
  change,
  slot,
  wear,
  sameness,
  inconclusive: { suspect, uneven },
}: Trust): readonly string[] {
  const reasons = [
    ...(aged === undefined ? [] : ['trials find the volumes of earlier ones']),
    ...(sameness?.alarm === true ? ['arms that are the same came out differently'] : []),
    ...(clustering?.suspect === true ? ['trials are not independent'] : []),
    ...(change?.suspect === true ? ['the rate changed in the course of the campaign'] : []),
    ...(slot?.suspect === true ? ['one engine differs from the others'] : []),
    ...(wear?.suspect === true ? ['it goes with the wear of the engines'] : []),
    ...(suspect ? ['too many launches showed nothing'] : []),
    ...(uneven === null ? [] : ['more launches of one arm than of another showed nothing']),
  ];
  return reasons.length === 0 ? [] : [`Suspect: ${reasons.join(', ')}; see Trust.`];
}

/** What all intervals and tests take for granted does not hold there. */
function kept({ kept: arms = [] }: Trust): readonly string[] {
  if (arms.length === 0) return [];
  return [
    `volumes of earlier trials are kept in ${listed(arms)} (state: kept), so a trial is not independent of those ` +
      'before it: intervals may be too narrow, and p values and answers surer than the trials are. state: fresh ' +
      'tells whether the age of the volumes matters.',
  ];
}

function differing({ sameness }: Trust): readonly string[] {
  if (sameness?.alarm !== true || sameness.p === null) return [];
  return [
    `alarm: ${sameness.a} and ${sameness.b} are the same in everything, and yet differ (Fisher's ` +
      `test, ${pInWords(sameness.p)}); something of the lab or the machine decides how trials end.`,
  ];
}

function onOneEngine({ slot }: Trust): readonly string[] {
  if (slot?.suspect !== true) return [];
  return [
    `suspect: ${String(slot.k)} of ${counted(slot.n, 'trial')} on the engine ${slot.engine} failed ` +
      `where about ${slot.expected.toFixed(1)} were to be expected from the others (exact test, ` +
      `${pInWords(slot.p)}); it may be worse than they are.`,
  ];
}

function worn({ wear }: Trust): readonly string[] {
  if (wear?.suspect !== true) return [];
  const [failed, held] = [wear.failed.toFixed(1), wear.held.toFixed(1)];
  return [
    `suspect: how trials end goes with the wear of their engines: those that failed came after ${failed} ` +
      `trials on the same engine on average, those of the same arms that held after ${held} (permutation ` +
      `test, ${pInWords(wear.p)}); \`engine: { private: { fresh: yes } }\` gives each trial an engine of its own.`,
  ];
}

function clustered({ clustering }: Trust): readonly string[] {
  if (clustering?.suspect !== true) return [];
  const { arm, p, effective } = clustering;
  return [
    `suspect: the trials of ${armInWords(arm)} are not independent, failures come in clusters (runs test, ` +
      `${pInWords(p)}); they are worth about ${counted(effective, 'trial')}, and intervals are too ` +
      'narrow.',
  ];
}

function changed({ change }: Trust): readonly string[] {
  if (change?.suspect !== true) return [];
  return [
    `suspect: the rate of ${armInWords(change.arm)} changed in the course of the campaign (rank-sum test, ` +
      `${pInWords(change.p)}); the arms share their blocks, so comparisons hold, but a rate is an ` +
      'average of what was and what is.',
  ];
}

function inconclusive({ inconclusive: { count, ended, suspect, uneven } }: Trust): readonly string[] {
  return [
    ...(suspect
      ? [
          `suspect: ${String(count)} of ${counted(ended, 'launch', 'launches')} showed nothing, more ` +
            'than a fifth; what kept them from it may also decide how they would have ended.',
        ]
      : []),
    ...(uneven === null
      ? []
      : [
          `suspect: more launches of ${uneven.a} than of ${uneven.b} showed nothing (Fisher's test, ` +
            `${pInWords(uneven.p)}), which may bend their comparison.`,
        ]),
  ];
}
