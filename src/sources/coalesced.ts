// Never two looks at the same time: calls that come during a look share one more look after it.

/** `work`, so wrapped that each call resolves when a run is done that began after the call. */
export function coalesced<Why>(
  work: (why: Why) => Promise<void>,
  stronger: (a: Why, b: Why) => Why,
): (why: Why) => Promise<void> {
  let running: Promise<void> | null = null;
  let next: { why: Why; readonly done: Promise<void> } | null = null;
  const run = async (why: Why): Promise<void> => {
    try {
      await work(why);
    } finally {
      running = null;
    }
  };
  const runNext = (): Promise<void> => {
    const { why } = next as { why: Why };
    next = null;
    return (running = run(why));
  };
  return (why) => {
    if (next !== null) {
      next.why = stronger(next.why, why);
      return next.done;
    }
    if (running === null) return (running = run(why));
    next = { why, done: running.then(runNext, runNext) };
    return next.done;
  };
}
