// Everything that is found in one recipe, and what of it counts.
import { severities, type Finding, type Severity, type Subject } from './signature.js';
import { signatures } from './signatures/index.js';

export function sweep(subject: Subject): readonly Finding[] {
  return signatures.flatMap(({ name, why, source, mend, look }) =>
    look(subject).map((sighting) => ({ signature: name, why, source, mend, ...sighting })),
  );
}

/** What is worth knowing before trials of the upgrade: what may well go wrong, worst first, then the rest. */
export function worthBeforeTrials(findings: readonly Finding[]): readonly Finding[] {
  const told = new Map(signatures.map(({ name, beforeTrials }) => [name, beforeTrials]));
  const left = findings.filter(({ signature }) => told.get(signature) !== 'never');
  const bad = worstFirst(left, 'medium');
  const always = left.filter((one) => told.get(one.signature) === 'always' && !bad.includes(one));
  return [...bad, ...always];
}

/** Those that are at least as bad, worst first; else in the order in which they were found. */
export function worstFirst(findings: readonly Finding[], least: Severity): readonly Finding[] {
  const rank = ({ severity }: Finding): number => severities.indexOf(severity);
  return findings
    .filter((finding) => rank(finding) <= severities.indexOf(least))
    .sort((a, b) => rank(a) - rank(b));
}
