// Process ids are used again: a child may have a smaller one than its parent. Tried in a pid namespace of its
// own, where the next id can be chosen.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root, withoutEngine } from '../cli/driftlab.js';

const script = `
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
const { childrenOf, pidOf, tagOf } = await import(process.argv[1]);
// Just after it was made a child still has the name of the shell.
const next = (pid) => writeFileSync('/proc/sys/kernel/ns_last_pid', String(pid - 1));
next(500);
const parent = spawn('sh', ['-c', 'read line; sleep 60 & echo $!; wait'], { stdio: ['pipe', 'pipe', 'inherit'] });
next(300);
parent.stdin.write('\\\\n');
const child = await new Promise((resolve) => parent.stdout.once('data', (text) => resolve(Number(text))));
console.log(JSON.stringify({ parent: parent.pid, child, found: childrenOf(tagOf(parent.pid), 's').map(pidOf) }));
process.exit(0);
`;

it.skipIf(withoutEngine)('a child is found though its id is smaller than that of its parent', () => {
  const args = [
    '--pid',
    '--fork',
    '--kill-child',
    '--mount-proc',
    process.execPath,
    '--input-type=module',
    '-e',
  ];
  const module = join(root, 'dist', 'engine', 'processes.js');
  const said = execFileSync('unshare', [...args, script.replaceAll('\\\\n', '\\n'), module], {
    encoding: 'utf8',
  });
  const { parent, child, found } = JSON.parse(said) as { parent: number; child: number; found: number[] };
  expect(child).toBeLessThan(parent);
  expect(found).toEqual([child]);
});
