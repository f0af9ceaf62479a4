// `npm test`: set-up, then types, lint and every test. Arguments after `--` go to vitest.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { howToInstall, installAbra, installBrowser, root, run, say, setUp } from './setup.mjs';

if (['--help', '-h'].includes(process.argv[2])) {
  process.stdout.write(`Usage: npm test -- [FILE…] [options of vitest]

Set-up, then types, lint and every test, or those of the files alone. Tests that need an engine, abra or a
browser say so where they are left out.
`);
  process.exit(0);
}
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
run(bin('prettier'), [
  '--check',
  '--log-level',
  'warn',
  '{src,test,scripts}/**/*.{ts,mjs}',
  'src/page/*.css',
]);
run(bin('eslint'), ['.']);
run(bin('knip'), []);
const { status } = spawnSync(bin('vitest'), ['run', ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
  env,
});
process.exit(status ?? 130);
