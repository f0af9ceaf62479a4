// The report as OpenMetrics text (version 1.0), for a push gateway, a node exporter's folder of text files,
// or a CI server that draws numbers over time.
import { visible } from '../../base/visible.js';
import { metricsOf, type Labels, type Metric } from '../metrics.js';
import type { Format } from './format.js';

export const openmetrics: Format = {
  name: 'openmetrics',
  summary: 'OpenMetrics text: rates with intervals, outcomes, causes and outages of each arm',
  render: (model) => [...metricsOf(model).flatMap(linesOf(model.title)), '# EOF', ''].join('\n'),
};

function linesOf(scenario: string): (metric: Metric) => readonly string[] {
  return ({ name, type, unit, help, samples }) => {
    const full = `driftlab_${name}`;
    const suffix = type === 'info' ? '_info' : '';
    return [
      `# TYPE ${full} ${type}`,
      ...(unit === undefined ? [] : [`# UNIT ${full} ${unit}`]),
      `# HELP ${full} ${escaped(help)}`,
      ...samples.map(
        ([labels, value]) => `${full}${suffix}${labelled({ scenario, ...labels })} ${String(value)}`,
      ),
    ];
  };
}

function labelled(labels: Labels): string {
  return `{${Object.entries(labels)
    .map(([name, value]) => `${name}="${escaped(visible(value))}"`)
    .join(',')}}`;
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('"', '\\"');
}
