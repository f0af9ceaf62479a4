// The programs that a private engine is made of: what to look for, what to install.

export interface Program {
  /** Any of these will do. */
  readonly names: readonly [string, ...string[]];
  /** Asks it for its version. */
  readonly version: string;
  /** What to install for it, on Debian by that name. */
  readonly install: string;
}

/** What a folder of programs must have, so that no engine is put together of two versions. */
export const ownPrograms: readonly string[] = ['dockerd', 'containerd', 'containerd-shim-runc-v2', 'runc'];

export const enginePrograms: readonly Program[] = [
  { names: ['dockerd'], version: '--version', install: 'Docker Engine (Debian: docker.io)' },
  { names: ['containerd'], version: '--version', install: 'containerd (comes with Docker Engine)' },
  { names: ['runc'], version: '--version', install: 'runc (comes with Docker Engine)' },
  {
    names: ['docker-init', 'tini'],
    version: '--version',
    install: 'docker-init (comes with Docker Engine) or tini',
  },
  { names: ['iptables'], version: '--version', install: 'iptables' },
  { names: ['unshare'], version: '--version', install: 'util-linux' },
  { names: ['setpriv'], version: '--version', install: 'util-linux' },
  { names: ['ip'], version: '-V', install: 'iproute2' },
];
