// A campaign as numbers for a system that watches numbers: families of samples, each with its meaning.
import type { ArmSummary, Rate } from '../statistics/summary.js';
import type { ReportModel } from './report-model.js';

export type Labels = Readonly<Record<string, string>>;

/** What OpenMetrics calls a family. */
export interface Metric {
  /** Without `driftlab_`; ends with the unit where there is one. */
  readonly name: string;
  readonly type: 'gauge' | 'info';
  readonly unit?: 'seconds' | 'ratio';
  readonly help: string;
  readonly samples: readonly (readonly [Labels, number])[];
}

/** Families without a sample are left out. */
export function metricsOf(model: ReportModel): readonly Metric[] {
  const { summary, levels, provenance } = model;
  const { driftlab, host, tools } = provenance;
  const about = {
    campaign: summary.campaign,
    seed: String(summary.seed),
    version: driftlab.version,
    commit: driftlab.commit ?? '',
    kernel: host.kernel,
    engine: tools.engine ?? '',
  };
  const families: readonly Metric[] = [
    gauge('complete', 'Whether nothing of the plan is left to do.', [
      [{}, summary.state === 'complete' ? 1 : 0],
    ]),
    gauge(
      'level',
      'The highest rung that was shown: 1 the base stood, 2 the upgrade held.',
      levels.arms.map(({ name, level }) => [{ arm: name }, level]),
    ),
    ...(summary.arms.length === 0 ? [] : [...trialFamilies(summary.arms), ...rateFamilies(summary.arms)]),
    ...checkFamilies(model),
  ];
  return [
    { name: 'campaign', type: 'info', help: 'What was measured, and by what.', samples: [[about, 1]] },
    ...families.filter(({ samples }) => samples.length > 0),
  ];
}

function trialFamilies(arms: readonly ArmSummary[]): readonly Metric[] {
  const each = (samplesOf: (arm: ArmSummary) => readonly (readonly [Labels, number])[]): Metric['samples'] =>
    arms.flatMap((arm) =>
      samplesOf(arm).map(([labels, value]) => [{ arm: arm.name, ...labels }, value] as const),
    );
  const counted = (label: string, counts: Readonly<Record<string, number>>): Metric['samples'] =>
    Object.entries(counts).map(([name, count]) => [{ [label]: name }, count] as const);
  return [
    gauge(
      'trials_planned',
      'Trials of the plan.',
      each(({ trials }) => [[{}, trials.planned]]),
    ),
    gauge(
      'trials_valid',
      'Trials that count for a rate.',
      each(({ trials }) => [[{}, trials.valid]]),
    ),
    gauge(
      'trials_inconclusive',
      'Trials that showed nothing.',
      each(({ trials }) => [[{}, trials.inconclusive]]),
    ),
    gauge(
      'trials',
      'Trials that ended, by how.',
      each(({ outcomes }) => counted('outcome', outcomes)),
    ),
    gauge(
      'causes',
      'Valid trials in which something went wrong, by what.',
      each(({ causes }) => counted('cause', causes)),
    ),
    gauge(
      'masked',
      'Trials that did not hold and that a naive check would have passed, or blamed wrongly.',
      each(({ masked }) => [[{}, masked]]),
    ),
    gauge(
      'still_down',
      'Trials in which the service was down at the end.',
      each(({ stillDown }) => [[{}, stillDown.count]]),
    ),
    inUnit(
      'seconds',
      'outage_median',
      'Median time without a healthy task.',
      each(({ outageMs }) => (outageMs === null ? [] : [[{}, outageMs.median / 1000]])),
    ),
    inUnit(
      'seconds',
      'outage_max',
      'Longest time without a healthy task.',
      each(({ outageMs }) => (outageMs === null ? [] : [[{}, outageMs.max / 1000]])),
    ),
  ];
}

function rateFamilies(arms: readonly ArmSummary[]): readonly Metric[] {
  const rated = (name: string, what: string, rateOf: (arm: ArmSummary) => Rate | null): readonly Metric[] => {
    const each = (part: 'rate' | 'low' | 'high'): Metric['samples'] =>
      arms.flatMap((arm) => {
        const rate = rateOf(arm);
        return rate === null ? [] : [[{ arm: arm.name }, rate[part]] as const];
      });
    return [
      inUnit('ratio', name, `Share of valid trials ${what}.`, each('rate')),
      inUnit('ratio', `${name}_low`, 'Lower end of its 95 % interval.', each('low')),
      inUnit('ratio', `${name}_high`, 'Upper end of its 95 % interval.', each('high')),
    ];
  };
  return [
    ...rated(
      'event',
      'with what the campaign counts, by default that the upgrade did not hold',
      ({ event }) => event,
    ),
    ...rated('drift', 'that ended with another stamp than was meant', ({ drift }) => drift),
  ];
}

function checkFamilies({ summary: { checks = [] } }: ReportModel): readonly Metric[] {
  const each = (of: 'missed' | 'falseAlarms'): Metric['samples'] =>
    checks.flatMap((check) => {
      const rate = check[of];
      return rate === null ? [] : [[{ check: check.name }, rate.rate] as const];
    });
  return [
    inUnit(
      'ratio',
      'check_missed',
      'Share of upgrades that did not hold of which the check said good.',
      each('missed'),
    ),
    inUnit(
      'ratio',
      'check_false_alarms',
      'Share of upgrades that held of which the check said bad.',
      each('falseAlarms'),
    ),
  ];
}

function gauge(name: string, help: string, samples: Metric['samples']): Metric {
  return { name, type: 'gauge', help, samples };
}

function inUnit(unit: 'seconds' | 'ratio', name: string, help: string, samples: Metric['samples']): Metric {
  return { name: `${name}_${unit}`, type: 'gauge', unit, help, samples };
}
