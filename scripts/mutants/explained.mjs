// Why a mutant that no test notices may stay: the same kind of reason, and which mutants it is true of. A
// mutant is named by the end of its file's name, by code that it lies in or around, by what stood there and
// by what was put; what is left out fits any. Every pattern must be true of all that it can fit.

export const explained = [
  {
    title: 'Exactly at a level',
    why:
      'A p value, an error or a power is worked out in rounded numbers. Where one is equal to its level to ' +
      'the last digit, either answer keeps what is promised: an error of at most the level, a power of at ' +
      'least that.',
    which: [
      { file: 'attribution/attribution.ts', at: 'p < error', from: '<', to: '<=' },
      { file: 'attribution/attribution.ts', at: 'one.largest <= margin', from: '<=', to: '<' },
      { file: 'trust/trust.ts', at: 'p < alarm', from: '<', to: '<=' },
      { file: 'trust/launches.ts', at: 'p < alarm', from: '<', to: '<=' },
      { file: 'trust/wear-trend.ts', at: 'p < alarm', from: '<', to: '<=' },
      { file: 'trust/slots.ts', at: 'test.p < alarm', from: '<', to: '<=' },
      { file: 'trust/sameness.ts', at: 'p < campaignAlarm', from: '<', to: '<=' },
      { file: 'trust/sameness.ts', at: 'eValue >= everAlarm', from: '>=', to: '>' },
      { file: 'one-arm/fixed-plan.ts', at: '<= design.beta', from: '<=', to: '<' },
      { file: 'one-arm/fixed-plan.ts', at: '<= design.alpha', from: '<=', to: '<' },
      { file: 'one-arm/calibrate.ts', at: 'p0) <= alpha', from: '<=', to: '<' },
      { file: 'one-arm/calibrate.ts', at: 'p1) <= beta', from: '<=', to: '<' },
      { file: 'one-arm/calibrate.ts', at: '.fail <= alpha', from: '<=', to: '<' },
      { file: 'one-arm/calibrate.ts', at: '.pass <= beta', from: '<=', to: '<' },
      { file: 'one-arm/stagewise.ts', at: 'probability(p) >= target', from: '>=', to: '>' },
      { file: 'two-arms/calibrate-pairs.ts', at: '<= share * alpha', from: '<=', to: '<' },
      { file: 'two-arms/calibrate-pairs.ts', at: '(early, score) <= alpha', from: '<=', to: '<' },
      { file: 'two-arms/calibrate-pairs.ts', at: '>= design.power', from: '>=', to: '>' },
      { file: 'two-arms/fixed-arms.ts', at: '<= alpha', from: '<=', to: '<' },
      { file: 'two-arms/fixed-arms.ts', at: '>= design.power', from: '>=', to: '>' },
      { file: 'two-arms/rejection.ts', at: 'limit * (1 + 1e-9)', from: '1e-9' },
      { file: 'two-arms/fisher.ts', at: 'probability <= seen', from: '<=', to: '<' },
      { file: 'anytime/confidence-sequence.ts', at: 'excess(logistic(logit)) < 0', from: '<', to: '<=' },
    ],
  },
  {
    title: 'Work saved, not a result',
    why:
      'What is skipped would add nothing, and room that is left over stays empty: the result is the ' +
      'same and takes longer, or less.',
    which: [
      { file: 'attribution/sign-flip.ts', at: 'probability === 0', to: 'false' },
      { file: 'attribution/sign-flip.ts', from: 'amounts.filter((amount) => amount !== 0)' },
      { file: 'attribution/sign-flip.ts', at: 'const places = 2 * reach + 1', from: '2', to: '3' },
      { file: 'attribution/sign-flip.ts', at: 'const places = 2 * reach + 1', from: '1', to: '2' },
      { file: 'anytime/confidence-sequence.ts', at: 'exponent === 0', to: 'false' },
      { file: 'trust/drawn-sum.ts', at: 'const length = sumOf(all) + 1', from: '1', to: '2' },
      { file: 'trust/drawn-sum.ts', at: 'length: count + 1', from: '1', to: '2' },
      { file: 'trust/runs-test.ts', at: 'count = 2', from: '2', to: '1' },
      { file: 'two-arms/walk-pairs.ts', at: 'this.#width = cap + 2', from: '2', to: '3' },
      { file: 'two-arms/walk-pairs.ts', at: '0) + 1;', from: '1', to: '2' },
      { file: 'two-arms/walk-pairs.ts', at: 'this.#high[1] = 0', from: '0', to: '1' },
      { file: 'two-arms/pair-errors.ts', at: '2 * cap + 1', from: '2', to: '3' },
      { file: 'two-arms/pair-errors.ts', at: '2 * cap + 1', from: '1', to: '2' },
      { file: 'one-arm/walk-table.ts', at: 'accept.length + 2', from: '2', to: '3' },
      { file: 'evidence/codec.ts', from: 'row.trim()' },
    ],
  },
  {
    title: 'How a search for a number begins, is bounded and how fine it is',
    why:
      'A search finds the same number from other starts, in a wider range, or to a slightly other ' +
      'tolerance, which is far below what any answer shows.',
    which: [
      { file: 'anytime/confidence-sequence.ts', at: '[-800, seen]', from: '800' },
      { file: 'anytime/confidence-sequence.ts', at: 'k === n ? 40', from: '40' },
      { file: 'two-arms/odds-ratio.ts', at: '[-60, 60]', from: '60', to: '90' },
      { file: 'two-arms/fisher.ts', at: '(1 + 1e-7)', from: '1e-7' },
      { file: 'threshold/threshold.ts', at: 'share - 1e-12', from: '1e-12' },
      { file: 'statistics/bisection.ts', at: 'const parts = 2 ** 50', from: '50' },
      { file: 'one-arm/calibrate.ts', at: '(step + 1) / 1e4', from: '1e4' },
      { file: 'one-arm/calibrate.ts', at: 'const lastStep = 500_000' },
      { file: 'one-arm/calibrate.ts', at: 'linesFrom(Math.log(beta / (1 - alpha)))' },
      { file: 'one-arm/calibrate.ts', at: 'Math.min(first, last) - 2', from: '2', to: '3' },
      { file: 'one-arm/calibrate.ts', at: 'Math.max(first, last) + 2', from: '2', to: '3' },
      { file: 'one-arm/calibrate.ts', at: 'costs.indexOf', from: 'indexOf', to: 'lastIndexOf' },
      { file: 'one-arm/one-arm-plan.ts', at: 'length: 41', from: '41', to: '61.5' },
      { file: 'two-arms/calibrate-pairs.ts', at: 'const scoreMax = 8', from: '8', to: '9' },
      { file: 'two-arms/calibrate-pairs.ts', at: 'costs.indexOf', from: 'indexOf', to: 'lastIndexOf' },
      { file: 'two-arms/worst-over-rates.ts', at: '[200, 2 ** 20]' },
      { file: 'two-arms/worst-over-rates.ts', at: '.slice(0, 4)', from: '4', to: '5' },
      { file: 'two-arms/fixed-arms.ts', at: '[6, 2 ** 24]', from: '24' },
      { file: 'two-arms/fixed-arms.ts', at: '[6, 2 ** 24]', from: '6', to: '7' },
    ],
  },
  {
    title: 'Two lines that cannot have the same number',
    why:
      'Lines of evidence are numbered, and the two that are compared are of different kinds, of ' +
      'different tasks, or a beginning and an end: equal numbers do not occur.',
    which: [
      ...['seq > begin.seq', 'seq > (begin?.seq', 'seq > start.seq', 'seq > told.seq', 'seq > before'].map(
        (at) => ({ at, from: '>', to: '>=' }),
      ),
      ...['seq < begin.seq', 'seq < (begin?.seq', 'seq < begun.seq', 'seq < readback.seq'].map((at) => ({
        at,
        from: '<',
        to: '<=',
      })),
      { file: 'signatures/posted-again.ts', at: 'seq < again.seq', from: '<', to: '<=' },
      { file: 'causes/foreign-write.ts', at: 'seq < seen.seq', from: '<', to: '<=' },
      { file: 'causes/task-end.ts', at: 'line.seq < (die?.seq', from: '<', to: '<=' },
      { file: 'causes/task-end.ts', at: 'line.seq < (stopped?.seq', from: '<', to: '<=' },
      { file: 'causes/task-end.ts', at: 'other.first.seq < first.seq', from: '<', to: '<=' },
      { file: 'causes/task-end.ts', at: 'other.ended.seq > end.seq', from: '>', to: '>=' },
      { file: 'verdict/probe.ts', at: 'seq < (end?.seq', from: '<', to: '<=' },
      { file: 'verdict/probe.ts', at: 'seq > (end?.seq', from: '>', to: '>=' },
      { file: 'verdict/probe.ts', at: 'seq < line.seq', from: '<', to: '<=' },
      { file: 'verdict/probe.ts', at: 'line.seq > begin', from: '>', to: '>=' },
      { file: 'verdict/probe.ts', at: 'began.seq < end', from: '<', to: '<=' },
      { file: 'evidence/service-upgrade.ts', at: 'seq < end.seq', from: '<', to: '<=' },
      { file: 'evidence/writes.ts', at: 'one.seq < refusal.seq', from: '<', to: '<=' },
    ],
  },
  {
    title: 'The only one of its kind',
    why:
      'A run has one beginning and one end, a phase too, a deploy one line of each, an action one end, and ' +
      'a run that is no stamp probe one tree of its upgrade: the first is the last.',
    which: [
      {
        file: 'verdict/actions.ts',
        at: "own.find(({ mark }) => mark === 'end')",
        from: 'find',
        to: 'findLast',
      },
      {
        file: 'verdict/alone.ts',
        at: "find((line) => line.run === run && line.mark === 'end')",
        from: 'find',
      },
      {
        file: 'verdict/questioned.ts',
        at: "find((line) => line.run === run && line.mark === 'end')",
        from: 'find',
      },
      { file: 'verdict/questioned.ts', at: "find(({ phase, mark }) => mark === 'end'", from: 'find' },
      { file: 'verdict/dose-window.ts', at: "find(({ phase, mark }) => phase === 'base'", from: 'find' },
      { file: 'verdict/times.ts', at: "marks.find(({ mark }) => mark === 'begin')", from: 'find' },
      { file: 'verdict/times.ts', at: "marks.findLast(({ mark }) => mark === 'end')", from: 'findLast' },
      {
        file: 'verdict/story.ts',
        at: "find((line) => line.run === run.run && line.step === 'upgrade')",
        from: 'find',
      },
      {
        file: 'evidence/timeline.ts',
        at: 'find((line) => line.run === run && line.step === step',
        from: 'find',
      },
      { file: 'evidence/timeline.ts', at: "'adopted').find((line) => line.run === run)", from: 'find' },
      { file: 'evidence/timeline.ts', at: "findIndex((line) => line.kind === 'run'", from: 'findIndex' },
      { file: 'evidence/service-sightings.ts', at: "'worktree').find(", from: 'find', to: 'findLast' },
    ],
  },
  {
    title: 'Equal for equal hashes',
    why: 'Specs of tasks with the same hash are the same in all that is asked of them, whichever is found.',
    which: [{ file: 'verdict/outage.ts', at: 'views.find(', from: 'find', to: 'findLast' }],
  },
  {
    title: 'An order that nobody sees',
    why:
      'What is sorted is used as a set or a key, or sorted again: any order that is the same each time ' +
      'will do.',
    which: [
      { file: 'attribution/matched.ts', at: '(a < b ? -1 : 1)', from: '1', to: '2' },
      { file: 'attribution/matched.ts', at: '(a < b ? -1 : 1)', from: '<' },
      { file: 'verdict/render.ts', at: '(a < b ? -1 : 1)', from: '1', to: '2' },
      { file: 'trust/slots.ts', at: 'group.push(item)', from: 'push', to: 'unshift' },
    ],
  },
];
