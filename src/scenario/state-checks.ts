// The volumes that a trial finds, against the engine and the deployer that it has.
import type { Draft } from './arms.js';
import type { Conflict } from './conflict.js';
import type { Path } from './problem.js';
import type { DeployerMember } from './deployer-definition.js';
import { engineTraits } from './engines/index.js';
import { harnessOf } from './harness.js';

/** Volumes stay on the lab's own engines, as long as these live. */
export function checkState({ engine, state, stopAt }: Draft): readonly Conflict[] {
  if (state === undefined) return [];
  const at = ['state'];
  const { isOwn, isFresh, path } = engineTraits(engine);
  const conflict = (other: Path, message: string, hint: string): Conflict => ({
    between: [at, other],
    message,
    hint,
  });
  return [
    ...(isOwn
      ? []
      : [
          conflict(
            path,
            'volumes are kept on private engines only: from an existing one all is taken that a trial made',
            'leave state out, or give the trials a private engine',
          ),
        ]),
    ...(isFresh
      ? [
          conflict(
            [...path, 'fresh'],
            'a new engine for every trial has no volumes of an earlier one',
            'leave fresh or state out',
          ),
        ]
      : []),
    ...(stopAt === null
      ? []
      : [conflict(['stop-at'], 'a stamp probe has no volumes', 'leave state or stop-at out')]),
  ];
}

/** They are filled before the first deploy, by their names in the compose files. */
export function checkCopies(draft: Draft, known: readonly DeployerMember[]): readonly Conflict[] {
  const { engine, volumesOf, stopAt, deployer } = draft;
  if (volumesOf === undefined) return [];
  const conflict = (other: Path, message: string, hint: string): Conflict => ({
    between: [['state', 'copy-of'], other],
    message,
    hint,
  });
  const target = engineTraits(engine);
  const isRead = known.some(({ name, readsCompose }) => name === deployer && readsCompose === true);
  return [
    ...(target.isOwn
      ? []
      : [conflict(target.path, 'nothing is put into volumes of an existing engine', leaveOut)]),
    ...(stopAt === null ? [] : [conflict(['stop-at'], 'a stamp probe has no volumes', leaveOut)]),
    ...(harnessOf(draft) === null
      ? []
      : [conflict(['harness'], 'a harness deploys by itself, and its volumes are its own matter', leaveOut)]),
    ...(isRead
      ? []
      : [conflict(['deployer'], `it is not known which volumes ${deployer} deploys`, leaveOut)]),
  ];
}

const leaveOut = 'leave one of the two out';
