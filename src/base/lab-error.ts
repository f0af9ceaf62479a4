// An operating error: something outside driftlab did not do what the lab needs. It becomes the end of a trial
// or of a command.

/** What kind of thing failed; the command line turns it into an exit code. */
export type LabErrorCode =
  | 'bad-input' // arguments, scenario or files that cannot be used: exit 64
  | 'missing-tool' // engine, git, docker or abra not there or not usable: exit 69
  | 'engine-lost' // the engine's process ended or stopped answering
  | 'engine-boot' // an engine did not come up
  | 'image' // an image could not be made or loaded
  | 'tree' // the recipe's tree could not be made
  | 'deploy' // the deployer could not be run at all
  | 'dose' // the load asked for could not be applied
  | 'evidence' // a source lost evidence
  | 'results' // the folder of results cannot be written, or not be read: exit 69
  | 'timeout' // a wait reached its deadline
  | 'interrupted'; // the user or a signal ended it: exit 130

export interface LabErrorOptions {
  /** What the user can do about it, one sentence. */
  readonly hint?: string;
  /** The trial phase or command step in which it happened. */
  readonly phase?: string;
  readonly cause?: unknown;
}

/** An operating error with a code, and where possible a hint at the way out. */
export class LabError extends Error {
  override readonly name = 'LabError';
  readonly code: LabErrorCode;
  readonly hint: string | null;
  readonly phase: string | null;

  constructor(code: LabErrorCode, message: string, options: LabErrorOptions = {}) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.code = code;
    this.hint = options.hint ?? null;
    this.phase = options.phase ?? null;
  }
}

/** The message of anything that was thrown, without stack. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
