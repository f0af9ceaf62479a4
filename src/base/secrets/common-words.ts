// Words that Docker, swarm, the kernel and the lab itself use. A secret that is one of them is no secret where it stands in their sentences, and
// to mask it there would make a verdict of other words: such a value is masked by its place alone. From eight letters on; shorter values are never
// masked as text. A test holds this list against what verdicts look for.

export const commonWords: ReadonlySet<string> = new Set([
  'accepted', 'address already in use', 'allocate', 'allocated', 'assigned', 'attached', 'base-failed', 'base-only', 'beginning', 'cleaning', 'complete', 'completed', 'component',
  'connection', 'constraint', 'constraints', 'container', 'container-inspect', 'container-kill', 'containerd', 'containers', 'continue', 'creating', 'daemon-log', 'daemon-start', 'database',
  'deadline', 'deployer', 'deployer-binary', 'deployer-error', 'detached', 'diagnosis', 'directory', 'dockerexec', 'eaddrinuse', 'endpoint', 'engine-boot', 'engine-lost', 'envelope', 'evidence',
  'exceeded', 'executing', 'exit-code', 'failed-later', 'filesystem', 'finished', 'foreign-kill', 'foreign-write', 'global-job', 'healthcheck', 'image-pull', 'inconclusive', 'initializing',
  'instance', 'insufficient', 'interface', 'interrupted', 'iptables', 'kernel-oom', 'localhost', 'manifest', 'manually', 'manually requested rollback', 'mounting', 'moved-ref', 'network', 'networks',
  'never-applied', 'no-op', 'non-zero', 'observation', 'on-failure', 'oom-kill', 'orphaned', 'overwritten', 'permission', 'platform', 'preparing', 'process', 'received', 'reference', 'registry',
  'rejected', 'replicas', 'replicated', 'replicated-job', 'repository', 'requested', 'reservation', 'resource', 'resources', 'rollback', 'rollback-failed', 'rollback_completed', 'rollback_paused',
  'rollback_started', 'rolled-back', 'rolled-back-by-hand', 'runtimes', 'scenario', 'scheduled', 'scheduling', 'sequence', 'service-create', 'service-event', 'service-remove', 'service-write',
  'shim-gone', 'shutdown', 'signatures', 'snapshot', 'start-first', 'start-timeout', 'starting', 'stop-first', 'structure', 'suitable', 'task-log', 'temporarily', 'terminated', 'termination',
  'trial-end', 'unavailable', 'under-way', 'unhealthy', 'unreachable', 'unsettled', 'updating', 'upgrade', 'upgrading', 'verdict', 'volumes', 'worktree', 'write-refused', 'wrong-stamp', 'wrong-tree',
]);
