// The words of a check that trusts health and the label.

interface Said {
  readonly pass: boolean;
  readonly message: string;
}

/** Compares commits without the mark of a dirty tree, and blames the checkout when they differ. */
export function judgeLabel(label: string | null, intended: string): Said {
  const wanted = commitOf(intended);
  if (label === null)
    return { pass: false, message: `no chaos commit, not the intended '${wanted}' (re-checkout failed)` };
  if (commitOf(label) === wanted)
    return { pass: true, message: `chaos commit '${label}' is the intended '${wanted}'` };
  return {
    pass: false,
    message: `chaos commit '${label}', not the intended '${wanted}' (re-checkout failed)`,
  };
}

export function judgeUnhealthy(trouble: string): Said {
  return { pass: false, message: `not healthy: ${trouble}` };
}

function commitOf(stamp: string): string {
  return stamp.replace(/\+U$/, '');
}
