// `npm run kills`: campaigns killed by SIGKILL at random moments, on engines of the lab's own and on one that
// plays somebody's; then `clean`, what is left by then, and `resume`. `npm run kills -- --private N --socket
// N --ssh N --seed N --trials N --out FOLDER --write`; with all three numbers as they are by default, or with
// --write, its section of docs/reliability.md is written. Ends with 1 when anything was not as it should be.
// SIGTERM ends it after the kills under way, with the table of what was done. Nothing may be committed
// meanwhile: `resume` sees that.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, release, tmpdir, totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import { argumentsOf } from './arguments.mjs';
import { writeReliability } from './doc-section.mjs';
import { root, say, setUp } from './setup.mjs';

const long = { private: '100', socket: '30', ssh: '30' };
const { values: options } = argumentsOf({
  usage: `Usage: npm run kills -- [--private N] [--socket N] [--ssh N] [--trials N] [--seed N] [--out FOLDER] [--write]

Campaigns killed by SIGKILL at random moments; then \`clean\`, what is left by then, and \`resume\`. With the
three numbers as they are by default, or with --write, a section of docs/reliability.md is written. SIGTERM
ends it after the kills under way. Nothing may be committed meanwhile.
  --private N   kills on engines of the lab's own (default: ${long.private})
  --socket N    on one that plays somebody's, by its socket (default: ${long.socket})
  --ssh N       the same through ssh (default: ${long.ssh})
  --trials N    trials of each campaign (default: 2)
  --seed N      of the draws (default: a random one, which is told)
  --out FOLDER  keep the campaigns there
Exit codes: 0 all is as it should be, 1 something is not, 64 bad arguments, 69 no engine or sshd here.`,
  counts: { trials: '2' },
  numbers: { ...long, seed: String(Math.floor(Math.random() * 1e6)) },
  texts: ['out'],
  flags: ['write'],
  names: null,
});
setUp({ engineRequired: true });
const { runnerImport } = await import('vite');
const load = async (name) => (await runnerImport(join(root, 'test', 'kills', name))).module;
const { planKills } = await load('plan-kills.ts');
const { runKills } = await load('run-kills.ts');
const { withoutSshd } = await load('sshd.ts');
const { problemsOf, tableOf } = await load('table.ts');
if (withoutSshd && Number(options.ssh) > 0) {
  say('*** there is no sshd on this machine: `apt-get install openssh-server`, or say --ssh 0 ***');
  process.exit(69);
}

const kept = options.out !== undefined;
const folder = kept ? resolve(options.out) : mkdtempSync(join(tmpdir(), 'dl-kills-'));
const startedAt = new Date();
const kills = planKills(Number(options.seed), {
  private: Number(options.private),
  socket: Number(options.socket),
  ssh: Number(options.ssh),
});
say(`${kills.length} kills drawn from seed ${options.seed}`);
const enough = new AbortController();
process.once('SIGTERM', () => {
  say('no more kills after those under way');
  enough.abort();
});
const results = await runKills({
  kills,
  folder,
  trials: Number(options.trials),
  campaignMs: null,
  onEnd: tell,
  enough: enough.signal,
});
const problems = results.flatMap(problemsOf);
process.stdout.write(`${tableOf(results).join('\n')}\n`);
say(
  `${results.filter((one) => one.problems.length === 0).length} of ${results.length} as they should ` +
    `be${problems.length > 0 ? `; what they left is in ${folder}` : ''}`,
);
process.exitCode = problems.length > 0 ? 1 : 0;
if (options.write || Object.keys(long).every((ground) => options[ground] === long[ground]))
  writeReliability('kills', section());
if (!kept && problems.length === 0) rmSync(folder, { recursive: true, force: true });

function tell(killed) {
  const { kill, phase } = killed;
  process.stdout.write(
    `${killed.problems.length === 0 ? 'right' : 'WRONG'} ${kill.index} ${kill.ground}: ${kill.victims}, ${phase}\n${problemsOf(
      killed,
    )
      .map((line) => `      ${line}\n`)
      .join('')}`,
  );
}

function section() {
  const minutes = Math.round((Date.now() - startedAt.getTime()) / 60_000);
  const machine =
    `${cpus().length} cores, ${Math.round(totalmem() / 1024 ** 3)} GiB, Linux ` +
    `${release().split('.').slice(0, 2).join('.')}, Docker ${version()}`;
  return [
    '## Kills',
    '',
    'A campaign is killed by SIGKILL at a random moment: the lab; the guardian, which cleans up on ' +
      'existing engines when the lab is killed, and the lab goes on; both',
    'at once; the lab, and within six seconds the guardian that is cleaning up after it. Then ' +
      '`driftlab clean`, and `driftlab resume`. As it should be means: `clean`',
    'ends with 0; by then there is no process, mount, network namespace, control group or folder of ' +
      "the lab's; on the existing engine there is every service, container,",
    'network, volume, config, secret, image and interface that was there before, with the same ids, ' +
      'version indices and starts, and nothing else; every verdict that stood',
    'when the kill came stands byte for byte; `resume` ends the campaign, and leaves nothing either. ' +
      'Where only the guardian is killed, the lab ends well and nothing is left',
    'before `clean`; where it is given its time to clean up, neither. A campaign at its end had ' +
      'ended before the kill, and before the campaign there is no guardian yet:',
    'such a kill hit the lab alone, or nothing.',
    '',
    `${startedAt.toISOString().slice(0, 10)} · ${machine} · commit ${commit()} · \`${command()}\` · ` +
      `${minutes} minutes`,
    '',
    `**${results.filter((one) => one.problems.length === 0).length} of ${results.length} as it should be.**`,
    '',
    ...tableOf(results),
    '',
    ...(problems.length === 0
      ? []
      : ['What was not:', '', ...problems.map((line) => `- ${line.replaceAll('\n', ' ')}`), '']),
  ].join('\n');
}

/** Also a run that was ended early can be made again: the first kills of each kind are the same. */
function command() {
  const numbers = ['private', 'socket', 'ssh']
    .filter((ground) => options[ground] !== long[ground])
    .map((ground) => ` --${ground} ${options[ground]}`);
  return (
    'npm run kills -- --seed ' +
    `${options.seed}${options.trials === '2' ? '' : ` --trials ${options.trials}`}${numbers.join('')}`
  );
}

function version() {
  return (
    /version ([^,\s]+)/.exec(spawnSync('dockerd', ['--version'], { encoding: 'utf8' }).stdout ?? '')?.[1] ??
    'unknown'
  );
}

function commit() {
  return spawnSync('git', ['describe', '--always', '--dirty', '--exclude', '*'], {
    cwd: root,
    encoding: 'utf8',
  }).stdout.trim();
}
