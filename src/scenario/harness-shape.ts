// The shape of `harness`: its program, where its report says what became of the upgrade, and how it stamps.
import * as z from 'zod';
import { commandWords } from './own-command-shape.js';
import type { DeployerMember } from './deployer-definition.js';
import { needsShape, stampShape } from './deployer-shape.js';
import { badWords, goodWords, harnessName, type HarnessPart, type ReportRule } from './harness.js';
import { complaint, duration, text } from './leaf.js';
import { keys, list, noted } from './map-shape.js';

const timeoutMsByDefault = 1_200_000;
const atByDefault = 'upgrade';

/** `deployers`: the first of them whose stamp the scenario tells runs the program. */
export function harnessShape(deployers: readonly DeployerMember[]): z.ZodType<HarnessPart> {
  const name = deployers.find(({ stampIsTold }) => stampIsTold === true)?.name ?? '';
  return keys('the harness', {
    command: noted(commandWords(), 'The program and its arguments; no shell reads them.'),
    report: noted(
      reportShape(),
      'JSON file that it writes below DRIFTLAB_SCRATCH, and where in it the word on the upgrade stands; left out, ' +
        'its exit code is its word.',
    ),
    timeout: noted(duration(), 'How long it has in all before it is ended.', { default: '20m' }),
    stamp: noted(stampShape(), 'How it stamps what it deploys, as of a deployer.', { default: 'chaos' }),
    needs: noted(needsShape(), 'Programs on the PATH that it runs in turn, each with how to get it.', {
      default: {},
    }),
  }).transform((given, context): HarnessPart => {
    const { command, report = null, timeout = timeoutMsByDefault, stamp = 'chaos', needs } = given;
    if (command === undefined || timeout === 0) {
      const message =
        command === undefined
          ? 'the harness has no program\nadd command: [./harness.sh]'
          : 'a timeout of 0 leaves no time\nwrite it like 20m, or leave it out';
      context.addIssue({ code: 'custom', message });
      return z.NEVER;
    }
    const deployment = { timeoutMs: timeout, options: command, stamp };
    return {
      deployer: {
        name,
        deployment: needs === undefined ? deployment : { ...deployment, needs },
      },
      check: { name: harnessName, check: harnessName, timeoutMs: timeout, options: report },
    };
  });
}

function reportShape(): z.ZodType<ReportRule> {
  const file = text({ what: 'the name of a file', like: 'results.json' }, /^(?!\/)(?!.*\.\.)\S+$/);
  const word = text({ what: 'a word of a report', like: 'pass' }, /\S/);
  const words = list(word, { what: 'a list of words', like: '[pass]' });
  const rule = keys('the report', {
    file: noted(file, 'The file, relative to DRIFTLAB_SCRATCH.'),
    at: noted(
      text({ what: 'keys with dots between them', like: 'stages.upgrade' }, /\S/),
      'Where the word stands.',
      {
        default: atByDefault,
      },
    ),
    good: noted(words, 'Words that say that the upgrade went well, in small letters.', {
      default: goodWords,
    }),
    bad: noted(words, 'Words that say that it did not. Any other is no answer.', { default: badWords }),
    least: noted(
      z.number({ error: (wrong) => complaint(wrong, { what: 'a number', like: '2' }) }),
      'The value is a number, and this or more is good.',
    ),
  })
    .refine(({ file: named }) => named !== undefined, { error: 'no file is named\nadd file: results.json' })
    .transform(
      ({
        file: named = '',
        at = atByDefault,
        good = [...goodWords],
        bad = [...badWords],
        least = null,
      }): ReportRule => ({
        file: named,
        at: at.split('.'),
        good,
        bad,
        least,
      }),
    );
  const byName = file.transform((named): ReportRule => ({
    file: named,
    at: [atByDefault],
    good: [...goodWords],
    bad: [...badWords],
    least: null,
  }));
  return z.union([byName, rule]);
}
