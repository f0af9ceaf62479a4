// Parts of the shapes of facts that several have in common.
import { z } from 'zod';
import { ownMoments, phases, restartConditions, serviceModes } from './fact.js';
import { withDefaults } from './older-facts.js';

export const text = z.string();
export const number = z.number();
export const flag = z.boolean();
export const maybeText = text.nullable();
export const maybeNumber = number.nullable();
export const texts = z.array(text);
export const phase = z.enum(phases);
export const step = z.enum(['base', 'upgrade']);
export const stamped = {
  seq: z.int().positive(),
  atMs: number,
  wall: text,
  engineAt: maybeText,
  node: text.exactOptional(),
};
export const action = {
  index: number,
  action: text,
  mark: z.enum(['begin', 'end']),
  what: text,
  failure: maybeText,
  restartsDaemon: z.literal(true).exactOptional(),
};
export const check = {
  run: text,
  name: text,
  check: text,
  mark: z.enum(['begin', 'overdue', 'end']),
  answer: z.enum(['good', 'bad']).nullable(),
  exitCode: maybeNumber,
  said: maybeText,
  failure: maybeText,
};
const updateConfig = z.object({
  order: z.enum(['start-first', 'stop-first']),
  failureAction: z.enum(['pause', 'continue', 'rollback']),
  monitorMs: number,
  parallelism: number,
  delayMs: number,
  maxFailureRatio: number,
});

export const specView = z.preprocess(
  withDefaults,
  z.object({
    stamp: maybeText,
    version: maybeText,
    image: text,
    templateHash: text,
    taskHash: text,
    specHash: text,
    mode: z.enum(serviceModes),
    replicas: maybeNumber,
    restart: z.enum(restartConditions),
    healthcheck: flag,
    stopGraceMs: number,
    updateConfig,
    rollbackConfig: updateConfig,
  }),
);

export const updateView = z.object({
  state: text,
  startedAt: maybeText,
  completedAt: maybeText,
  message: text,
});

/** Of a command of the author's. */
export const ownStep = {
  run: text,
  moment: z.enum(ownMoments),
  mark: z.enum(['begin', 'end']),
  command: text,
  exitCode: maybeNumber,
  output: texts,
};

/** Of a version on the way to the head. */
export const passage = {
  run: text,
  index: number,
  ref: text,
  mark: z.enum(['begin', 'end']),
  stamp: maybeText,
  exitCode: maybeNumber,
  failure: maybeText,
};

/** Of the recipe's tree before a deploy. */
export const worktree = {
  run: text,
  step,
  head: text,
  dirty: texts,
  reflog: texts,
  tags: texts,
  intendedStamp: text,
  treeStamp: text,
};

export const taskLog = {
  taskId: text,
  lines: texts,
  writtenAt: texts.exactOptional(),
  failure: maybeText.default(null),
};

export const containerMemory = { containerId: text, usageBytes: number, limitBytes: maybeNumber };
