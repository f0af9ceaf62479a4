// What is known of a case before the lab is asked: `truth.yml`. It rests on what swarm does and on the raw
// lines of a journal, never on a verdict of the lab.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { causeKinds, outcomes } from '../../src/verdict/verdict.js';
import type { LinePattern } from './matching.js';

const linePattern: z.ZodType<LinePattern> = z.lazy(() =>
  z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null(), linePattern])),
);
const service = z.string();

/** What somebody beside the lab does. */
const deed = z.union([
  /**
   * Posts the service's spec as it stands, with what `with` changes; nothing changed is the identical spec
   * again.
   */
  z.strictObject({
    post: service,
    with: z
      .strictObject({
        args: z.array(z.string()).optional(),
        replicas: z.int().optional(),
        labels: z.record(z.string(), z.string()).optional(),
        force: z.boolean().optional(),
      })
      .default({}),
  }),
  /** As `docker service rollback` does. */
  z.strictObject({ rollback: service }),
  /** As `docker service rm` does. */
  z.strictObject({ remove: service }),
  /** As `docker kill` does, to the service's newest container of the image. */
  z.strictObject({ kill: service, image: z.string() }),
  /** Makes a file in the service's containers of the image: the app itself goes on from there. */
  z.strictObject({ tell: service, image: z.string(), file: z.string() }),
  /** A container outside swarm takes a port of each node. */
  z.strictObject({ occupy: z.int(), image: z.string() }),
  /** As `docker rmi --force` does. */
  z.strictObject({ forget: z.string() }),
  /** The deployer loses its connection to the engine. */
  z.literal('cut'),
]);

const moment = z.union([
  /** When the journal has such a line; `from: start` also looks at what came before the head's deploy. */
  z.strictObject({ line: linePattern, from: z.enum(['start', 'upgrade']).default('upgrade') }),
  /**
   * Before the nth request of the head's deployer that matches gets to the engine: `POST
   * /services/.../update`.
   */
  z.strictObject({ request: z.string(), nth: z.int().positive().default(1) }),
]);

const meanwhile = z.strictObject({
  at: moment,
  do: deed,
  /** With a request: what has to be in the journal before it goes on to the engine. */
  until: linePattern.optional(),
});

const oneOrMore = <T extends z.ZodType>(shape: T) => z.union([shape, z.array(shape).min(1)]).optional();
const side = z.strictObject({
  outcome: oneOrMore(z.enum(outcomes)),
  cause: oneOrMore(z.enum(causeKinds).nullable()),
  exit: z.int().optional(),
});
const sentence = z.string().transform((pattern) => new RegExp(pattern, 'i'));

/** One way in which the case can go. What is left out is not judged; `null` is judged. */
const way = z.strictObject({
  /** Why swarm may go this way, where it may go another. */
  because: z.string().optional(),
  /**
   * Raw lines since the head's deploy began, or all of a trial in which it never did, that show that it went
   * this way, and lines that would show that it did not.
   */
  seen: z.array(linePattern).min(1),
  never: z.array(linePattern).default([]),
  outcome: oneOrMore(z.enum(outcomes)),
  cause: oneOrMore(z.enum(causeKinds).nullable()),
  exit: z.int().nullable().optional(),
  victim: z.enum(['new', 'old']).nullable().optional(),
  becauseOf: z
    .enum(['child-oom-kill', 'held-by-old-task', 'held-outside-swarm', 'own-limit'])
    .nullable()
    .optional(),
  component: oneOrMore(z.enum(['swarm', 'app', 'deployer', 'tree', 'other-run', 'lab']).nullable()),
  failedLater: z.enum(['after-completed', 'tolerated', 'unmonitored']).nullable().optional(),
  drift: z.boolean().nullable().optional(),
  /** Whether the service was down at the end. */
  down: z.boolean().optional(),
  /** Whether there was a time without a healthy task. */
  outage: z.boolean().optional(),
  sides: z
    .record(service, z.union([z.enum(outcomes).transform((outcome) => ({ outcome })), side]))
    .default({}),
  story: z
    .strictObject({
      must: z.array(sentence).default([]),
      not: z.array(sentence).default([]),
      /** Pairs, of the moments alone: one that fits the first comes before any that fits the second. */
      order: z.array(z.tuple([sentence, sentence])).default([]),
    })
    .prefault({}),
});

const truthShape = z.strictObject({
  /** The kind of upgrade that it stands for, and public reports of it. */
  after: z.string(),
  /** What happens, for a table. */
  situation: z.string(),
  /** Why the truth is the truth. */
  why: z.string(),
  /** One of those that `npm test` runs. */
  quick: z.boolean().default(false),
  meanwhile: z.array(meanwhile).default([]),
  truth: z.union([way.transform((only) => [only]), z.array(way).min(2)]),
});

export type Truth = Readonly<z.output<typeof truthShape>>;
export type Way = Truth['truth'][number];
export type Meanwhile = Truth['meanwhile'][number];
export type Deed = Meanwhile['do'];

/** Throws with every problem of the file. */
export function readTruth(folder: string): Truth {
  const file = join(folder, 'truth.yml');
  return truthIn(readFileSync(file, 'utf8'), file);
}

export function truthIn(text: string, file = 'truth.yml'): Truth {
  const result = truthShape.safeParse(parse(text));
  if (result.success) return result.data;
  throw new Error(`${file}\n${z.prettifyError(result.error)}`);
}
