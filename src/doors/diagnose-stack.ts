// The last update of a stack, diagnosed after the fact from what its engine still has.
import type { Evidence } from '../evidence/evidence.js';
import { currentAddress, lookOn, type Address } from '../engine/index.js';
import { attachSources } from '../sources/index.js';
import { openJournal } from '../store/index.js';
import { diagnose, type Diagnosis } from '../verdict/index.js';
import { takeStock } from '../watch/take-stock.js';
import { chooseService } from './choose-service.js';

export interface DiagnoseOptions {
  /** Where the engine answers; left out, the one that the docker command would talk to. */
  readonly engine?: Address;
  /** A stack, or one service of it by its full name; left out, the only stack that is there. */
  readonly name?: string;
  /** File that what was read is written to, one fact a line. */
  readonly journal?: string;
  readonly signal?: AbortSignal;
}

/**
 * Only reads. Throws `bad-input` for a stack that is not there, `engine-boot` for an engine that cannot be
 * read.
 */
export async function diagnoseStack(
  options: DiagnoseOptions,
): Promise<{ readonly diagnosis: Diagnosis; readonly evidence: readonly Evidence[] }> {
  const signal = options.signal ?? new AbortController().signal;
  const { engine, close } = await lookOn(options.engine ?? (await currentAddress()), signal);
  try {
    const { stack, service, whole } = await chooseService(
      engine,
      options.name === undefined ? {} : { name: options.name },
    );
    const log = openJournal(options.journal ?? null);
    await takeStock({ engine, stack, service }, { attachSources, log }, signal);
    const diagnosis = diagnose(stack, log.lines);
    const services = whole
      ? diagnosis.services
      : diagnosis.services.filter((one) => one.service === `${stack}_${service}`);
    return { diagnosis: { ...diagnosis, services }, evidence: log.lines };
  } finally {
    await close();
  }
}
