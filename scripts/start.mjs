// `npm start`: set-up, then the flagship scenario, or whatever driftlab arguments are given after `--`.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root, setUp } from './setup.mjs';

setUp({ engineRequired: true });
const given = process.argv.slice(2);
const args = given.length > 0 ? given : ['run', join('scenarios', 'discourse-upgrade.yml')];
process.on('SIGINT', () => {});
const { status } = spawnSync(process.execPath, [join(root, 'dist', 'cli', 'main.js'), ...args], {
  stdio: 'inherit',
});
process.exit(status ?? 130);
