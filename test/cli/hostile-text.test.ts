// Whoever has the word (a scenario, an app, git, the engine, a path), nothing that a terminal obeys comes out
// of any command.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { colours } from '../../src/cli/terminal/terminal.js';
import { formats } from '../../src/report/index.js';
import { driftlab } from './driftlab.js';
import { simulatedIn } from './simulated.js';

/**
 * A window's title, a cleared screen, a colour; the same with the single characters of C1; a line turned
 * round; a line written over.
 */
const hostile =
  '\u001b]0;owned\u0007\u001b[2J\u001b[31m\u009b2J\u009d0;owned\u009c\u202eright\u2066left\u2028\u007f\rHELD';
const obeyed = /(?![\n\t])[\p{Cc}\p{Bidi_C}\p{Zl}\p{Zp}]/u;

const folder = mkdtempSync(join(tmpdir(), 'driftlab-hostile-'));
const { simulated, remove } = simulatedIn('hostile-text');
afterAll(() => {
  remove();
  rmSync(folder, { recursive: true, force: true });
});

const said = async (...args: readonly string[]): Promise<string> => {
  const { stdout, stderr } = await driftlab(folder, args);
  return `${stdout}${stderr}`;
};

describe('nothing that a terminal obeys comes', () => {
  it('from what a scenario says, wrong or right', async () => {
    const quoted = JSON.stringify(hostile);
    const wrong = {
      'wrong.yml':
        `scenario: ${quoted}\n${quoted}: 1\ndeployer: ${quoted}\nimages: [{ tag: a, host: ${quoted} ` +
        `}]\narms: { ${quoted}: {} }\n`,
      'raw.yml': `scenario: x${hostile}\n`,
      'torn.yml': `a: "${hostile}\n`,
    };
    for (const [name, text] of Object.entries(wrong)) {
      writeFileSync(join(folder, name), text);
      for (const words of [
        ['check', name],
        ['check', '--json', name],
        ['plan', name],
      ]) {
        const output = await said(...words);
        expect(output).not.toMatch(obeyed);
        expect(output).not.toBe('');
      }
    }
  });

  it('from a path, an option or a name that is not there', async () => {
    mkdirSync(join(folder, hostile));
    writeFileSync(join(folder, hostile, 's.yml'), 'scenario: x\n');
    for (const words of [
      ['check', `${hostile}/s.yml`],
      ['check', `${hostile}.yml`],
      [hostile],
      ['run', `--${hostile}`],
      ['report', hostile],
      ['explain', `${hostile}/001`],
      ['report', '--format', hostile],
      ['engine', 'down', hostile],
    ]) {
      const output = await said(...words);
      expect(output).not.toMatch(obeyed);
      expect(output).not.toBe('');
    }
  });

  it('from evidence: app, deployer, git and engine in every report, story and progress line', async () => {
    const question = `question: ${JSON.stringify(`Does it hold${hostile}?`)}\n`;
    for (const json of [[], ['--json']]) {
      const { stdout, folder: campaign } = await simulated({
        rates: { only: 0.5 },
        args: ['run', 'simulated.yml', '--trials', '6', ...json],
        more: question,
        foreign: hostile,
        place: `evidence${String(json.length)}`,
      });
      expect(stdout).not.toMatch(obeyed);
      for (const format of formats)
        expect(await said('report', campaign, '--format', format.name)).not.toMatch(obeyed);
      for (const words of [
        ['report', '--json', campaign],
        ['judge', campaign],
        ['judge', '--json', campaign],
        ['explain', `${campaign}/001`],
        ['explain', '--json', `${campaign}/001`],
      ]) {
        const output = await said(...words);
        expect(output).not.toMatch(obeyed);
        expect(output.length).toBeGreaterThan(20);
      }
      for (const file of [
        'trials/001/console.log',
        'trials/001/evidence.jsonl',
        'trials/001/verdict.json',
        'summary.json',
        'manifest.json',
        'plan.json',
      ]) {
        expect(readFileSync(join(campaign, file), 'utf8'), file).not.toMatch(obeyed);
      }
    }
  });

  it('from JSON changed: it still means what was said', async () => {
    writeFileSync(join(folder, 'named.yml'), 'scenario: "\\e[2J\\x9b"\n');
    const { stdout } = await driftlab(folder, ['check', '--json', 'named.yml']);
    expect(JSON.stringify(JSON.parse(stdout))).toContain('\u009b');
  });
});

describe('on a terminal with colours', () => {
  it("the lab's own are shown, and those of others are not, whatever they write", () => {
    const { paint, shown } = colours(true);
    const own = paint.bad('no');
    expect(shown(`${own} \u001b[31mred\u001b[0m`)).toBe('\u001b[31mno\u001b[39m ␛[31mred␛[0m');
    expect(shown(colours(true).paint.good('forged'))).not.toContain('\u001b');
  });
});
