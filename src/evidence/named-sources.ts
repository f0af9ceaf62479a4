// The sources of which a reader of evidence knows more than that they watched. Their names stand on record,
// so they stand here too, and some sources take them from here.

/** The engine's events: where nothing was lost of them, what is not on record did not happen. */
export const eventStream = 'events';

/** The kernel's log, which names what it killed. */
export const kernelLog = 'kernel';

/** dockerd's own log, which names the calls of every client. */
export const engineLog = 'daemon-log';

/** Every engine has these, and no outcome is known without one of them. */
export const alwaysNeeded: readonly string[] = [eventStream, 'specs', 'tasks'];

/**
 * Sources that add to a story and decide no outcome: pictures, and words on causes. What `held` needs of
 * them, the readback, it asks for itself. A gap of any other source makes the outcome unknown.
 */
export const besideTheOutcome: readonly string[] = [
  'envelope',
  'container-memory',
  'disk',
  'pressure',
  'processor',
  'wear',
  kernelLog,
  engineLog,
  'naive',
  'remains',
];
