// Why a mutant that no test notices may stay: the same kind of reason, and which mutants it is true of. A
// mutant is named by the end of its file's name, a part of its line, what stood there and what was put; what
// is left out fits any.

export const explained = [
  {
    title: 'A value that cannot be exactly at a limit',
    why:
      'Whether a p value, an error or a sum of probabilities that equals its level counts as within ' +
      'makes no difference: sums of such numbers do not come out equal to a level.',
    which: [
      { file: 'attribution/attribution.ts', line: 'p < error', from: '<' },
      { file: 'attribution/attribution.ts', line: 'one.largest <= margin', from: '<=', to: '<' },
      { file: 'trust/trust.ts', line: '< alarm', from: '<', to: '<=' },
      { file: 'trust/slots.ts', line: '< alarm', from: '<', to: '<=' },
      { file: 'trust/sameness.ts', line: '< campaignAlarm', from: '<', to: '<=' },
      { file: 'trust/sameness.ts', line: 'eValue >= everAlarm', from: '>=', to: '>' },
      { file: 'one-arm/calibrate.ts', from: '<=', to: '<' },
      { file: 'one-arm/stagewise.ts', line: '>=', from: '>=', to: '>' },
      { file: 'two-arms/fixed-arms.ts', from: '<=', to: '<' },
      { file: 'anytime/confidence-sequence.ts', line: 'excess(', from: '>=', to: '>' },
    ],
  },
  {
    title: 'Work saved, not a result',
    why:
      'What is skipped would add nothing, and room that is left over stays empty: the result is the ' +
      'same and takes longer, or less.',
    which: [
      { file: 'attribution/sign-flip.ts', line: 'probability === 0' },
      { file: 'attribution/sign-flip.ts', from: 'amounts.filter((amount) => amount !== 0)' },
      { file: 'attribution/sign-flip.ts', line: 'new Float64Array' },
      { file: 'anytime/confidence-sequence.ts', line: 'exponent === 0', to: 'false' },
      { file: 'trust/drift-over-time.ts', line: 'new Float64Array', from: '1', to: '2' },
      { file: 'trust/drift-over-time.ts', line: 'const sumMax', from: '2', to: '1' },
      { file: 'trust/runs-test.ts', line: 'count = 2', from: '2', to: '1' },
      { file: 'two-arms/rejection.ts', from: '1e-17' },
      { file: 'two-arms/rejection.ts', from: '1e-18' },
      // The factor of the term at the end is 0, so that a step beyond it adds 0 and is the last.
      { file: 'two-arms/rejection.ts', line: 'k > first && term', from: '&&', to: '||' },
      { file: 'two-arms/rejection.ts', line: 'k > 0 && weight', from: '>', to: '>=' },
      { file: 'evidence/codec.ts', from: 'row.trim()' },
    ],
  },
  {
    title: 'How a search for a number begins, is bounded and ends',
    why:
      'Bisections and grids find the same number from other starts, with more rounds, or to a slightly ' +
      'other tolerance, which is far below what any answer shows. That they do end is shown by the ' +
      'tests that end.',
    which: [
      { file: 'anytime/confidence-sequence.ts', line: 'let [outside, inside]' },
      { file: 'anytime/confidence-sequence.ts', line: 'step < 200' },
      { file: 'anytime/confidence-sequence.ts', line: 'middle === outside' },
      { file: 'one-arm/calibrate.ts', line: 'all.findIndex((cut)' },
      { file: 'one-arm/calibrate.ts', line: 'all.findLastIndex((cut)' },
      { file: 'one-arm/calibrate.ts', line: '(cut) => cut >= Math.max(' },
      { file: 'one-arm/calibrate.ts', line: 'const widest' },
      { file: 'one-arm/calibrate.ts', line: 'let lines: Lines' },
      { file: 'one-arm/calibrate.ts', line: 'round < 8' },
      { file: 'one-arm/calibrate.ts', line: 'const same' },
      { file: 'one-arm/calibrate.ts', line: 'if (same) break' },
      { file: 'one-arm/calibrate.ts', line: 'tooNear' },
      { file: 'one-arm/calibrate.ts', from: 'indexOf', to: 'lastIndexOf' },
      { file: 'one-arm/one-arm-plan.ts', line: 'const around' },
      { file: 'two-arms/calibrate-pairs.ts', line: 'let [bad, good]', from: '1000' },
      { file: 'two-arms/calibrate-pairs.ts', line: 'const middle', from: 'floor' },
      { file: 'two-arms/rejection.ts', from: '1e-9' },
      { file: 'two-arms/rejection.ts', line: 'steps' },
      // The sum is divided by the sum of its weights, whichever total it begins at.
      { file: 'two-arms/rejection.ts', line: 'const mode', from: '1', to: '2' },
    ],
  },
  {
    title: 'Two lines that cannot have the same number',
    why:
      'Lines of evidence are numbered, and the two that are compared are of different kinds or known ' +
      'to differ: equal numbers do not occur.',
    which: [
      { line: 'seq > ', from: '>', to: '>=' },
      { line: 'seq < ', from: '<', to: '<=' },
      { line: '.seq >= ', from: '>=', to: '>' },
      { line: 'seq > (begin', from: '>', to: '>=' },
      { line: 'begin?.seq ?? Infinity', from: '>', to: '>=' },
    ],
  },
  {
    title: 'The only one of its kind',
    why:
      'A run has one beginning and one end, a deploy one line of each, a task one end: the first is ' +
      'the last.',
    which: [
      { line: "mark === 'end'", from: 'find', to: 'findLast' },
      { line: "mark === 'end'", from: 'findLast', to: 'find' },
      { line: "mark === 'end'", from: 'findIndex', to: 'findLastIndex' },
      { line: "mark === 'begin'", from: 'find', to: 'findLast' },
      { line: 'line.run === run', from: 'find', to: 'findLast' },
      { line: 'views.find', from: 'find', to: 'findLast' },
    ],
  },
  {
    title: 'An order that nobody sees',
    why:
      'What is sorted is used as a set or a key, or sorted again: any order that is the same each time ' +
      'will do.',
    which: [
      { file: 'attribution/matched.ts', line: 'sort(([a], [b])' },
      { file: 'verdict/render.ts', from: '1', to: '2' },
      { file: 'trust/slots.ts', from: 'push', to: 'unshift' },
    ],
  },
];
