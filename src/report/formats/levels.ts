// The report as the `results.json` of a harness that tests recipes: a level, and what each stage was.
import { jsonText } from '../../base/visible.js';
import type { ReportModel } from '../report-model.js';
import { told } from '../told.js';
import type { Format } from './format.js';

export const levels: Format = {
  name: 'levels',
  summary: 'level and stages of campaign, arms and trials: the results.json of harnesses that test recipes',
  render: (model) => `${jsonText(resultsOf(model), 2)}\n`,
};

function resultsOf(model: ReportModel): unknown {
  const { title, question, summary, levels: climbed, trials, provenance } = model;
  const { campaign, scenario, seed, state } = summary;
  const rowOf = new Map(trials.map((row) => [row.trial, row]));
  return {
    format: 1,
    campaign,
    scenario: { name: title, sha256: scenario.sha256 },
    seed,
    state,
    question,
    answer: told(model).answer,
    level: climbed.level,
    stages: climbed.stages,
    arms: climbed.arms.map(({ name, level, stages }) => {
      const own = summary.arms.find((arm) => arm.name === name);
      return { name, level, stages, trials: own?.trials, event: own?.event, drift: own?.drift };
    }),
    trials: climbed.trials.map(({ trial, arm, level, stages }) => {
      const row = rowOf.get(trial);
      const ended = { outcome: row?.outcome, cause: row?.cause, reason: row?.reason, tookMs: row?.tookMs };
      return { trial, arm, level, stages, ...ended };
    }),
    driftlab: provenance.driftlab,
  };
}
