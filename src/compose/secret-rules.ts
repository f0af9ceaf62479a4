// By which rules abra makes the secrets of a recipe: the settings behind the version of each in .env.sample,
// `SECRET_DB_PASSWORD_VERSION=v1 # length=32 charset=hex`. Which secret a version belongs to is told by the
// name that the compose file gives it, as abra tells it. Source: abra, pkg/secret.
import { readStack, type ComposeText } from './read-stack.js';
import type { Env } from './interpolate.js';

export interface SecretRule {
  /** Characters; null where the recipe does not say. */
  readonly length: number | null;
  /** Words such as `hex` or `safespecial`; `default` where the recipe does not say. */
  readonly charset: readonly string[];
  /** False where abra leaves it to a person, as with the password of an account elsewhere. */
  readonly generated: boolean;
}

/** Longer ones are none that a recipe means. */
const lengthMax = 10_000;
const line = /^\s*(?:export\s+)?(SECRET_[A-Za-z0-9_]+_VERSION)\s*=([^#]*)(?:#(.*))?$/;

/** Variable -> the rule that stands behind it. */
export function secretRules(sample: string): ReadonlyMap<string, SecretRule> {
  return new Map(
    sample.split(/\r?\n/).flatMap((text) => {
      const [, name, , comment = ''] = line.exec(text) ?? [];
      return name === undefined ? [] : [[name, ruleOf(comment)] as const];
    }),
  );
}

function ruleOf(comment: string): SecretRule {
  const settings = new Map(
    [...comment.matchAll(/(\w+)=(\S+)/g)].map(([, key = '', value = '']) => [key, value]),
  );
  const length = Number(settings.get('length') ?? NaN);
  return {
    length: Number.isInteger(length) && length > 0 && length <= lengthMax ? length : null,
    charset: (settings.get('charset') ?? 'default').split(','),
    generated: settings.get('generate') !== 'false',
  };
}

/** Secret, as the files call it -> the rule by which it is made, where one is written. */
export function rulesOfSecrets(
  files: readonly ComposeText[],
  env: Env,
  sample: string,
): ReadonlyMap<string, SecretRule> {
  const rules = secretRules(sample);
  // Each version stands for itself, so that the name shows which of them it is made of.
  const named = Object.fromEntries([...rules.keys()].map((name) => [name, `<${name}>`]));
  const { stack } = readStack(files, { ...env, ...named });
  return new Map(
    [...(stack?.secrets ?? [])].flatMap(([key, { name }]) => {
      const rule = [...rules].find(([variable]) => name?.value.includes(`<${variable}>`) === true)?.[1];
      return rule === undefined ? [] : [[key, rule] as const];
    }),
  );
}
