// The variables of an app that the files of its recipe give: the sample that it was made from, and the .env
// beside the compose files. Sweep reads a folder so, and check, preflight and trials a commit.
import { readEnv } from './env-file.js';
import type { Env } from './interpolate.js';

/** What those files of a folder or commit hold; null of one that is not there. */
export interface EnvTexts {
  /** `.env.sample`, else `.env.example`. */
  readonly sample: string | null;
  /** `.env` */
  readonly own: string | null;
}

export const sampleFiles = ['.env.sample', '.env.example'] as const;
export const ownFile = '.env';

/** Of an app that is made from this version. */
export function madeFrom(texts: EnvTexts): Env {
  return withOwn(texts, readEnv(texts.sample ?? '', {}));
}

/**
 * Of that app at a later version: what the first sample said stays, and what only the newer one names is
 * added where its owner looks there. A .env that is kept in the repository is that of the version.
 */
export function movedOn(
  made: Pick<EnvTexts, 'sample'>,
  now: EnvTexts,
  { looksThere }: { readonly looksThere: boolean },
): Env {
  const added = looksThere ? readEnv(now.sample ?? '', {}) : {};
  return withOwn(now, { ...added, ...readEnv(made.sample ?? '', {}) });
}

/** Names that the newer sample has and an app that was made before has not. */
export function broughtBy(made: Pick<EnvTexts, 'sample'>, now: EnvTexts): readonly string[] {
  const before = movedOn(made, now, { looksThere: false });
  return Object.keys(readEnv(now.sample ?? '', {})).filter((name) => !(name in before));
}

/** Its values may name what the sample gives. */
function withOwn({ own }: EnvTexts, sample: Env): Env {
  return own === null ? sample : readEnv(own, sample);
}
