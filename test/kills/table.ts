// The table of kills: where and whom, in which phases, and whether all was as it should be.
import type { KilledCampaign } from './one-kill.js';
import { grounds, type Ground } from './plan-kills.js';

const inWords: { readonly [G in Ground]: string } = {
  private: 'private engines',
  socket: 'an existing engine, by its socket',
  ssh: 'an existing engine, through ssh',
};

/** Lines of Markdown: a row for each ground and each kind of victim. */
export function tableOf(all: readonly KilledCampaign[]): readonly string[] {
  const groups = grounds.flatMap((ground) =>
    [...new Set(all.filter(({ kill }) => kill.ground === ground).map(({ kill }) => kill.victims))]
      .sort()
      .map((victims) => ({ ground, victims })),
  );
  const rows = groups.map(({ ground, victims }) => {
    const own = all.filter(({ kill }) => kill.ground === ground && kill.victims === victims);
    const sound = own.filter(({ problems }) => problems.length === 0).length;
    const finished = own.reduce((sum, killed) => sum + killed.finished, 0);
    return (
      `| ${inWords[ground]} | ${victims} | ${String(own.length)} | ${phasesOf(own)} | ` +
      `${String(finished)} | ${String(sound)} of ${String(own.length)} |`
    );
  });
  return [
    '| engine | killed | times | in which phase | verdicts that stood by then | all as it should be |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows,
  ];
}

/** What was found wrong, a line each; none when nothing was. */
export function problemsOf({ kill, phase, problems }: KilledCampaign): readonly string[] {
  return problems.map(
    (problem) => `kill ${String(kill.index)} (${kill.ground}, ${kill.victims}, ${phase}): ${problem}`,
  );
}

function phasesOf(own: readonly KilledCampaign[]): string {
  const counts = new Map<string, number>();
  for (const { phase } of own) counts.set(phase, (counts.get(phase) ?? 0) + 1);
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([phase, count]) => `${phase} ${String(count)}`)
    .join(', ');
}
