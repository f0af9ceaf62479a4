// The action of which older journals do not say all that it does. Its name stands on record, so it stands
// here too, and the action takes it from here.

/** Ends the engine's daemon and begins it anew. */
export const daemonRestarter = 'restart-daemon';
