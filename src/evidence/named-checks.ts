// The check of which a reader of evidence knows more than what it answered. Its name stands on record, so it
// stands here too, and the check takes it from here.

/** A program of somebody's own: it may write to the swarm as any client does. */
export const ownProgram = 'command';
