// Everything that is found in one recipe, and what of it counts.
import { severities, type Finding, type Severity, type Subject } from './signature.js';
import { signatures } from './signatures/index.js';

export function sweep(subject: Subject): readonly Finding[] {
  return signatures.flatMap(({ name, why, source, mend, look }) =>
    look(subject).map((sighting) => ({ signature: name, why, source, mend, ...sighting })),
  );
}

/** Those that are at least as bad, worst first; else in the order in which they were found. */
export function worstFirst(findings: readonly Finding[], least: Severity): readonly Finding[] {
  const rank = ({ severity }: Finding): number => severities.indexOf(severity);
  return findings
    .filter((finding) => rank(finding) <= severities.indexOf(least))
    .sort((a, b) => rank(a) - rank(b));
}
