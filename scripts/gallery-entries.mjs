// What the gallery shows: campaigns, and which parts of their pages. `run` is the command line that makes a
// campaign; a picture's `part` is the first screen, or the section of the page with that heading's id.

export const entries = [
  {
    name: 'flagship',
    title: 'The trap, and the way out of it',
    run: ['run', 'discourse-upgrade'],
    why: `An upgrade under memory load that is drawn anew for each block of trials, once in the order of the
recipe (start-first) and once with the overlay that stops the old task first.`,
    pictures: [
      { part: 'first', alt: 'The answer, both arms with their strips, rates and causes' },
      {
        part: 'featured',
        alt: 'A trial that drifted and one of the same block that held, on one axis of time',
      },
    ],
  },
  {
    name: 'windows',
    title: 'In which part of the upgrade must memory be short?',
    run: ['run', 'load-windows'],
    why: `The same load in one window of the upgrade after the other, and once in none.`,
    pictures: [
      { part: 'first', alt: 'Six arms, one for each window of the load, with their strips and rates' },
    ],
  },
  {
    name: 'tipping',
    title: 'How much load tips it over?',
    run: ['run', 'tipping-load'],
    why: `Each trial is run at the load from which most is to be learnt; the curve says at how much of it half
of the upgrades do not hold.`,
    pictures: [
      { part: 'first', alt: 'The answer with the load at which half of the upgrades do not hold' },
      { part: 'dose', alt: 'Trials by their load, those that held below and those that did not above' },
    ],
  },
  {
    name: 'attribution',
    title: 'Which factor decides?',
    run: ['run', 'attribution', '--arm', 'deployer=stack', '--trials', '2'],
    why: `How the tree came about, another upgrade at the same time, load, and the order of the update: every
combination is a cell, each run twice. The scenario's other deployer, abra, is left out: it was not there.`,
    pictures: [
      { part: 'first', atMost: 1330, alt: 'The answer, and how much of the outcome each factor explains' },
    ],
  },
  {
    name: 'concurrency',
    title: 'Do runs that share a stack overwrite each other?',
    run: ['run', 'concurrency'],
    why: `The suspicion that many start with: a small app, plenty of memory, and three runs at once, on
stacks of their own or on one, with a lock, with half a lock, and without any.`,
    pictures: [{ part: 'first', alt: 'Five arms: alone, apart, and on one stack with and without a lock' }],
  },
  {
    name: 'fix',
    title: 'A fix that is proved',
    run: ['gate', 'discourse-upgrade', '--arm', 'stop-first', '--rate-below', '10%'],
    why: `Is the rate of upgrades that do not hold below 10 % with stop-first? The gate stops as soon as it
knows, and its error is stated beforehand.`,
    pictures: [{ part: 'first', alt: 'The decision of the gate, with the strip of trials that it took' }],
  },
  {
    name: 'checks',
    title: 'Which check tells the truth?',
    run: ['run', 'checks', '--trials', '3'],
    why: `Six checks as they are put behind a deploy, over six ways in which an upgrade ends.`,
    pictures: [
      { part: 'checks', alt: 'A table of checks by what became of the upgrade: right, missed, false alarm' },
    ],
  },
];
