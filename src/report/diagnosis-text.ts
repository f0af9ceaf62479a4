// A diagnosis for a terminal: of each service what is proved, what is likely, and what cannot be known any
// more, each with its source.
import type { Diagnosis, ServiceDiagnosis, Statement } from '../verdict/index.js';
import type { FormatOptions } from './formats/index.js';
import { wrapped } from './layout.js';
import { oneLine } from './outside-text.js';
import type { Paint } from './paint.js';

const labelWidth = 10;

/** With a newline at the end. */
export function formatDiagnosis(diagnosis: Diagnosis, { width, paint }: FormatOptions): string {
  return [
    ...diagnosis.services.flatMap((service) => serviceLines(service, { width, paint })),
    ...nextLines(diagnosis, width),
    '',
  ].join('\n');
}

function serviceLines(found: ServiceDiagnosis, options: FormatOptions): readonly string[] {
  const { paint } = options;
  const mark = found.wrong === null ? paint.unsure('?') : found.wrong ? paint.bad('✗') : paint.good('✓');
  return [
    `${mark} ${paint.strong(oneLine(found.service))}`,
    ...found.proved.flatMap((statement) => statementLines('proved', statement, options)),
    ...found.likely.flatMap((statement) => statementLines('likely', statement, options)),
    ...wordsOf(found).flatMap((words) =>
      wrapped(words, options.width - labelWidth - 4).map((line) => `${' '.repeat(labelWidth + 4)}${line}`),
    ),
    ...found.unknown.flatMap((statement) => statementLines('unknown', statement, options)),
    '',
  ];
}

const paintOf: Readonly<Record<'proved' | 'likely' | 'unknown', (paint: Paint) => Paint['strong']>> = {
  proved: ({ good }) => good,
  likely: ({ unsure }) => unsure,
  unknown: ({ faint }) => faint,
};

function statementLines(
  label: keyof typeof paintOf,
  { says, source }: Statement,
  { width, paint }: FormatOptions,
): readonly string[] {
  const rows = wrapped(`${oneLine(says)} [${source}]`, width - labelWidth - 2);
  return rows.map(
    (row, index) =>
      `  ${index === 0 ? paintOf[label](paint)(label.padEnd(labelWidth)) : ' '.repeat(labelWidth)}${row}`,
  );
}

function wordsOf({ cause }: ServiceDiagnosis): readonly string[] {
  if (cause?.said === undefined) return [];
  const { log, probe } = cause.said;
  return [
    ...(log ?? []).map((line) => `app wrote: ${oneLine(line)}`),
    ...(probe === null
      ? []
      : [
          'its health check ended with ' +
            `${String(probe.exitCode)}${probe.output === '' ? '' : `: ${oneLine(probe.output)}`}`,
        ]),
  ];
}

/** What to switch on so that next time more can be known. */
function nextLines({ stack, services }: Diagnosis, width: number): readonly string[] {
  const hints = [
    `next time: driftlab watch-upgrade --stack ${stack} --journal upgrade.jsonl -- YOUR DEPLOY ` +
      'COMMAND keeps what is gone here',
    ...(services.some(({ eventsReachBack }) => eventsReachBack === false)
      ? ['events: `docker events > FILE &` on each node keeps more than the last 256']
      : []),
    ...(services.some(
      ({ wrong, cause, lastUpdate }) =>
        wrong === true && cause === null && lastUpdate !== 'rolled-back-by-hand',
    )
      ? ['tasks: docker swarm update --task-history-limit 20 makes swarm remember more of them']
      : []),
  ];
  return hints.flatMap((hint) => wrapped(hint, width));
}
