// An ssh server of the test's own on the loopback, through which an engine's socket is reached as on another
// machine.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';

export interface SshServer {
  /** As an address in a scenario. */
  readonly at: string;
  /** To be put before the PATH: an `ssh` that knows the key of the test, and otherwise is the machine's. */
  readonly programs: string;
  readonly stop: () => void;
}

const program = '/usr/sbin/sshd';
export const withoutSshd = !existsSync(program);

/** In a mount namespace of its own, where the engine's socket stands at the usual place. */
export async function startSshd(folder: string, socketPath: string): Promise<SshServer> {
  const port = await freePort();
  const programs = join(folder, 'ssh-programs');
  mkdirSync(programs, { recursive: true });
  for (const key of ['host', 'user'])
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(folder, key)]);
  writeFileSync(join(folder, 'authorized_keys'), readFileSync(join(folder, 'user.pub')), { mode: 0o600 });
  writeFileSync(
    join(folder, 'sshd_config'),
    [
      `Port ${String(port)}`,
      'ListenAddress 127.0.0.1',
      `HostKey ${join(folder, 'host')}`,
      `AuthorizedKeysFile ${join(folder, 'authorized_keys')}`,
      'StrictModes no',
      'PermitRootLogin prohibit-password',
      'UsePAM no',
      'PidFile none',
      'MaxStartups 100',
      '',
    ].join('\n'),
  );
  writeFileSync(
    join(folder, 'ssh_config'),
    `IdentityFile ${join(folder, 'user')}\nStrictHostKeyChecking accept-new\nUserKnownHostsFile ` +
      `${join(folder, 'known_hosts')}\nLogLevel ERROR\n`,
  );
  writeFileSync(
    join(programs, 'ssh'),
    `#!/bin/sh\nexec /usr/bin/ssh -F ${join(folder, 'ssh_config')} "$@"\n`,
    { mode: 0o755 },
  );
  const inside =
    `mount -t tmpfs tmpfs /run && mkdir /run/sshd && ln -s ${socketPath} /run/docker.sock && exec ` +
    `${program} -D -e -f ${join(folder, 'sshd_config')}`;
  const server = spawn('unshare', ['--mount', 'setpriv', '--pdeathsig', 'KILL', 'sh', '-c', inside], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  await new Promise<void>((resolve, reject) => {
    let said = '';
    server.stderr.on('data', (data: Buffer) => {
      said += data.toString();
      if (said.includes('Server listening')) resolve();
    });
    server.once('exit', () => {
      reject(new Error(`sshd ended: ${said}`));
    });
  });
  return { at: `root@127.0.0.1:${String(port)}`, programs, stop: () => void server.kill('SIGTERM') };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => {
    server.close(resolve);
  });
  return port;
}
