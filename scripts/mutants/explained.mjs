// Why a mutant that no test notices may stay: the same kind of reason, and which mutants it is true of. A mutant is named by the end of
// its file's name, a part of its line, what stood there and what was put; what is left out fits any.

export const explained = [
  {
    title: 'A probability cannot be exactly at a limit',
    why: 'Whether a p value equal to its level counts as below makes no difference: the tests that give them have no outcome with such a value.',
    which: [
      { file: 'statistics/attribution/attribution.ts', line: 'p < error', from: '<', to: '<=' },
      { file: 'statistics/attribution/attribution.ts', line: 'one.largest <= margin', from: '<=', to: '<' },
      { file: 'statistics/trust/trust.ts', line: '< alarm', from: '<', to: '<=' },
      { file: 'statistics/trust/slots.ts', line: '< alarm', from: '<', to: '<=' },
      { file: 'statistics/trust/sameness.ts', line: '< campaignAlarm', from: '<', to: '<=' },
    ],
  },
  {
    title: 'A work saved, not a result',
    why: 'Places with nothing in them are skipped to save time; adding nothing gives the same sums.',
    which: [
      { file: 'statistics/attribution/sign-flip.ts', line: 'probability === 0', to: 'false' },
      { file: 'statistics/attribution/sign-flip.ts', line: 'amount !== 0', from: 'amounts.filter((amount) => amount !== 0)' },
      { file: 'statistics/attribution/sign-flip.ts', line: 'new Float64Array(2 * reach + 1)', from: '2', to: '3' },
      { file: 'statistics/attribution/sign-flip.ts', line: 'new Float64Array(2 * reach + 1)', from: '1', to: '2' },
    ],
  },
];
