// driftlab vocabulary: every word that scenarios and reports know, as its own definition says it.
import type { Command } from 'commander';
import { LabError } from '../../base/lab-error.js';
import { labelled, wrapped } from '../../report/layout.js';
import { exitCodes } from '../exit.js';
import type { ListedFamily, ListedMember } from '../families.js';
import { jsonOption } from '../options.js';
import { openTerminal } from '../terminal/terminal.js';

export function addVocabulary(program: Command, onExit: (code: number) => void): void {
  program
    .command('vocabulary')
    .description('the words of scenarios and reports: deployers, loads, actions, checks, outcomes and others')
    .argument('[family]', 'one family, with examples, options and what each member needs')
    .addOption(jsonOption())
    .addHelpText('after', '\nExamples:\n  driftlab vocabulary\n  driftlab vocabulary actions\n')
    .action(async (family: string | undefined, options: { readonly json?: boolean }) => {
      const { out, json, width } = openTerminal();
      const shown = await shownOf(family);
      if (options.json === true) json(shown);
      else out(shown.map((one) => textOf(one, { width, isWhole: family !== undefined })).join('\n'));
      onExit(exitCodes.done);
    });
}

/** All of them where none is named; a singular does too. One that is not there is a `bad-input` LabError. */
async function shownOf(family: string | undefined): Promise<readonly ListedFamily[]> {
  // It takes all rooms to know all words, and the help of other commands needs none of them.
  const { families } = await import('../families.js');
  const shown = families.filter(({ name }) => family === undefined || [family, `${family}s`].includes(name));
  if (shown.length > 0) return shown;
  const known = families.map(({ name }) => name).join(', ');
  throw new LabError('bad-input', `there is no family ${family ?? ''}`, {
    hint: `the families are ${known}`,
  });
}

interface Layout {
  readonly width: number;
  /** With examples, options and needs. */
  readonly isWhole: boolean;
}

function textOf({ name, what, members }: ListedFamily, { width, isWhole }: Layout): string {
  const labelWidth = Math.max(...members.map((member) => member.name.length)) + 4;
  const rows = members.flatMap((member) => [
    ...labelled(`  ${member.name}`, member.summary, { labelWidth, width, paint: (text) => text }),
    ...(isWhole ? detailsOf(member, { labelWidth, width }) : []),
  ]);
  return `${[...wrapped(`${name}: ${what}`, width), ...rows].join('\n')}\n`;
}

function detailsOf(
  { example, options = {}, needs = [] }: ListedMember,
  { labelWidth, width }: { readonly labelWidth: number; readonly width: number },
): readonly string[] {
  return [
    ...(example === undefined ? [] : [`like ${example}`]),
    ...Object.entries(options).map(([option, meaning]) => `${option}: ${meaning}`),
    ...needs.map((need) => `needs ${need}`),
  ]
    .flatMap((line) =>
      wrapped(line, width - labelWidth - 2).map((part, index) => (index === 0 ? part : `  ${part}`)),
    )
    .map((line) => `${' '.repeat(labelWidth)}${line}`);
}
