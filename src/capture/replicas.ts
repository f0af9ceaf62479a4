// How many tasks a service is to have on one node.
import type { SpecJson } from './engine-json.js';

export function replicasOf({ Mode: mode }: SpecJson): number {
  if (mode?.ReplicatedJob != null) return mode.ReplicatedJob.TotalCompletions ?? 1;
  return mode?.Replicated == null ? 1 : (mode.Replicated.Replicas ?? 1);
}
