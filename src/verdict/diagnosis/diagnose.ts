// After the fact: what an engine's own memory still says of the last update of a stack. It may know less than
// somebody who watched, and says so; what it says as proved rests on lines that are there.
import type { Evidence } from '../../evidence/evidence.js';
import { servicesOf } from '../../evidence/timeline.js';
import type { Diagnosis } from './diagnosis.js';
import { diagnoseService } from './service.js';

/** Pure: the same facts give the same answer. */
export function diagnose(stack: string, lines: readonly Evidence[]): Diagnosis {
  const names = [...servicesOf(lines, stack)].sort();
  return { stack, services: names.flatMap((service) => diagnoseService(lines, service) ?? []) };
}
