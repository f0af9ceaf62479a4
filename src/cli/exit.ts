// Exit codes: a contract that scripts rely on.
import { BugError } from '../base/assert.js';
import { LabError, messageOf, type LabErrorCode } from '../base/lab-error.js';

export const exitCodes = {
  done: 0,
  expectationNotMet: 1,
  cannotTell: 2,
  badInput: 64,
  missingTool: 69,
  bug: 70,
  interrupted: 130,
} as const;

const ofError: Readonly<Record<LabErrorCode, number>> = {
  'bad-input': exitCodes.badInput,
  'missing-tool': exitCodes.missingTool,
  'engine-boot': exitCodes.missingTool,
  'engine-lost': exitCodes.missingTool,
  image: exitCodes.missingTool,
  tree: exitCodes.badInput,
  deploy: exitCodes.missingTool,
  dose: exitCodes.cannotTell,
  evidence: exitCodes.cannotTell,
  results: exitCodes.missingTool,
  timeout: exitCodes.cannotTell,
  interrupted: exitCodes.interrupted,
};

export function exitCodeOfError(error: unknown): number {
  return error instanceof LabError ? ofError[error.code] : exitCodes.bug;
}

/**
 * What a person is told of an error: the thing, then the way out; a stack only for a bug of driftlab's own,
 * or with DRIFTLAB_DEBUG.
 */
export function describeError(error: unknown): string {
  const debug = process.env['DRIFTLAB_DEBUG'] ? stacksOf(error) : '';
  if (error instanceof LabError)
    return `driftlab: ${error.message}${error.hint === null ? '' : `\n  ${error.hint}`}\n${debug}`;
  const what = error instanceof BugError ? 'an assumption did not hold' : 'an unexpected error';
  return (
    `driftlab: this is a bug in driftlab (${what}): ${messageOf(error)}\n  ` +
    `${attach}\n${debug || `${stackOf(error)}\n`}`
  );
}

const attach =
  'please report it with the command, the lines below and, of a campaign, the file that `driftlab report ' +
  'CAMPAIGN --bundle bug.tar` writes (or its folder, where that fails too); what is finished is kept';

/** Of the error and of each that caused it. */
function stacksOf(error: unknown): string {
  const cause =
    error instanceof Error && error.cause !== undefined ? `caused by ${stacksOf(error.cause)}` : '';
  return `${stackOf(error)}\n${cause}`;
}

function stackOf(error: unknown): string {
  return error instanceof Error && error.stack !== undefined ? error.stack : messageOf(error);
}
