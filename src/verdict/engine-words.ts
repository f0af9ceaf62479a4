// What an engine says when something of its own failed it: container runtime, disk, mounts, control groups,
// network, its own processes. A task that ended so tells nothing of its app. Only the engine's error of the
// task counts: what an app says stands in its log.

interface Failure {
  /** Ends the sentence "the engine's own … failed". */
  readonly part: string;
  readonly says: RegExp;
}

/**
 * Parts of an error that repeat what the app's spec or image says: names of programs, paths of mounts.
 * Anything may stand there.
 */
const quotedFromApp: readonly RegExp[] = [
  /\bexec: "(?:[^"\\]|\\.)*"/g,
  /\bexec: \S+:/g,
  /(?:error mounting|chdir to cwd|unable to find user) \(?"(?:[^"\\]|\\.)*"\)?/g,
];
/** Errors that are about the spec itself, whatever it names. */
const aboutSpec =
  /^(?:starting container failed: )?(?:invalid mount config|invalid reference|No such image|.*bind source path does not exist)/i;

/** The first that matches names the part. */
const failures: readonly Failure[] = [
  {
    part: 'container runtime',
    says: new RegExp(
      [
        String.raw`dial unix:?\S*containerd\S*`,
        String.raw`\bttrpc: (?:server )?closed`,
        String.raw`(?:transport|connection) is closing`,
        String.raw`: unavailable$`,
        String.raw`code = Unavailable\b`,
        String.raw`error reading from server: EOF`,
        String.raw`failed to (?:start|create) (?:new )?shim(?: task)?: (?!OCI runtime|.*runc create failed)`,
        String.raw`\bshim (?:disconnected|reaped|is gone)`,
      ].join('|'),
      'i',
    ),
  },
  {
    part: 'control groups',
    says: new RegExp(
      [
        String.raw`\bmkdir "?/sys/fs/cgroup\S*: `,
        String.raw`unable to (?:apply|create) cgroup`,
        String.raw`failed to create (?:the )?cgroup`,
        String.raw`cgroups?(?: is)? (?:mountpoint does not exist|deleted|isn't mounted|not mounted)`,
      ].join('|'),
      'i',
    ),
  },
  { part: 'disk', says: /(?:no space left on device|disk quota exceeded)(?:: \w+)?["')\s]*$/i },
  {
    part: 'disk',
    says: /\/(?:overlay2?|containerd|containers|image|runtimes?|swarm)\/\S*: (?:read-only file system|input\/output error|structure needs cleaning)/i,
  },
  {
    part: 'mounts',
    says: /creating overlay mount|failed to mount (?:overlay|rootfs component)|failed to (?:prepare|create|mount) (?:\w+ )?snapshot|layer does not exist|error (?:creating|mounting) \S*\/overlay2/i,
  },
  {
    part: 'network',
    says: /error creating vxlan interface|failed to add the host|could not add veth|iptables failed|subnet sandbox join failed|failed to (?:create|set up) (?:network )?sandbox/i,
  },
  {
    part: 'processes',
    says: /\b(?:fork\/exec|start) \S+: (?:cannot allocate memory|resource temporarily unavailable|too many open files)/i,
  },
];

/** A volume may have a limit of its own: that it is full says nothing of the engine's disk. */
const onVolume = /\/volumes\/[^/]+\/_data\b.*no space left on device/i;

/**
 * What of the engine failed, where its error of a task or its answer to a client says so; null where it says
 * anything else.
 */
export function failedPart(error: string): string | null {
  if (error === '' || aboutSpec.test(error) || onVolume.test(error)) return null;
  const own = quotedFromApp.reduce((rest, pattern) => rest.replace(pattern, ''), error);
  return failures.find(({ says }) => says.test(own))?.part ?? null;
}

/** Whether a volume was full, which the engine's disk or the volume's own limit may have done. */
export function isVolumeFull(error: string): boolean {
  return onVolume.test(error);
}

/**
 * How docker's client and its relatives say that nobody answered at the engine's socket at all, as against a
 * connection that broke.
 */
const unreachable =
  /cannot connect to the docker daemon|is the docker daemon running|\bdial unix \S*(?:docker|far)\S*\.sock: |error during connect: .*\bdial /i;

/**
 * Whether a deployer says that it could not reach the engine. A registry or a host that it cannot reach is
 * another matter.
 */
export function couldNotReach(said: string): boolean {
  return unreachable.test(said);
}
