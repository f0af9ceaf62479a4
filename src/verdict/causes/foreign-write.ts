// Somebody other than this run's deployer and swarm itself wrote to the service.
import type { SpecLine } from '../../evidence/timeline.js';
import type { Story } from '../story.js';
import type { Cause } from '../verdict.js';
import { seqs } from './task-end.js';

export function causeOfForeignWrite({ rivals }: Story, seen: SpecLine, what: string): Cause {
  const rival = rivals.findLast(({ seq }) => seq < seen.seq) ?? null;
  const detail = rival === null ? what : `${what}; run ${rival.run} had begun to deploy to the same stack`;
  return {
    kind: 'foreign-write', detail, task: null, container: null, exitCode: null, victim: null, atMs: seen.atMs, evidence: seqs([seen, rival]),
  };
}
