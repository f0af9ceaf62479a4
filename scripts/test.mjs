// `npm test`: set-up, then types, lint and every test. Arguments after `--` go to vitest.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { refuse } from './arguments.mjs';
import { howToInstall, installAbra, installBrowser, root, run, say, setUp } from './setup.mjs';
import { unknownOption } from './unknown-option.mjs';

const usage = `Usage: npm test -- [FILE…] [options of vitest]

Set-up, then types, lint and every test, or those of the files alone. Tests that need an engine, abra or a
browser say so where they are left out.
Exit codes: 0 all is well, 1 a test failed, 64 bad arguments, another where set-up, types or lint end it.`;
const given = process.argv.slice(2);
if (given.some((word) => ['--help', '-h'].includes(word))) {
  process.stdout.write(`${usage}\n`);
  process.exit(0);
}
refuseUnknown();
const missing = [...setUp({ engineRequired: false }), ...(process.getuid?.() === 0 ? [] : ['root'])];
const env = { ...process.env };
if (missing.length > 0) {
  say(
    `\n*** ENGINE TESTS ARE LEFT OUT: this machine lacks ${missing.join(', ')} ` +
      `***\n${howToInstall(missing)}\n`,
  );
  if (process.env.CI === 'true') process.exit(1);
  env.DRIFTLAB_WITHOUT_ENGINE = '1';
}
const withoutAbra = installAbra();
if (withoutAbra !== null)
  say(
    `abra: tests with abra itself are left out: ${withoutAbra} (the rest of the deployer is tested ` +
      'with a stand-in)',
  );
const withoutBrowser = installBrowser();
if (withoutBrowser !== null) {
  say(`\n*** BROWSER TESTS ARE LEFT OUT: no Chromium: ${withoutBrowser} ***\n`);
  env.DRIFTLAB_WITHOUT_BROWSER = '1';
}
if (!existsSync('/usr/sbin/sshd'))
  say(
    'sshd: the kill through ssh is left out, for want of openssh-server (`npm run kills` makes more of them)',
  );
const bin = (name) => join(root, 'node_modules', '.bin', name);
run(bin('tsc'), ['-p', 'tsconfig.json']);
run(bin('tsc'), ['-p', 'src/page/tsconfig.json']);
run(process.execPath, [join(root, 'scripts', 'lint.mjs')]);
const { status } = spawnSync(bin('vitest'), ['run', ...given], {
  cwd: root,
  stdio: 'inherit',
  env,
});
process.exit(status ?? 130);

/** Before set-up, types and lint take minutes; where vitest is not there yet, it says so itself after them. */
function refuseUnknown() {
  const vitest = join(root, 'node_modules', '.bin', 'vitest');
  if (!given.some((word) => word.startsWith('-')) || !existsSync(vitest)) return;
  const { stdout } = spawnSync(vitest, ['run', '--help'], { cwd: root, encoding: 'utf8' });
  const unknown = unknownOption(given, stdout);
  if (unknown !== null) refuse(`vitest has no option '${unknown}'`, usage);
}
