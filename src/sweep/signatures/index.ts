// Signatures: what can be read in a stack's files and makes trouble on a swarm. To add one:
// 1. make a file here that exports a `Signature`: a name, a line of summary, why (what swarm does), the
// source in which that can be read, what mends it, and `look`, which gives a sighting for each service or
// stack that has it;
// 2. look only at what is written or is swarm's default: what cannot be known is no finding;
// 3. add it to the list below; help, documents and SARIF read this list;
// 4. put recipes that have it, have it not, and nearly have it into test/sweep/recipes.
import type { Signature } from '../signature.js';
import { abraDurationVariable } from './abra-duration-variable.js';
import { configChangedInPlace } from './config-changed-in-place.js';
import { configWithoutVersion } from './config-without-version.js';
import { databaseFloatingTag } from './database-floating-tag.js';
import { databaseMajor } from './database-major.js';
import { delayNotBelowMonitor } from './delay-not-below-monitor.js';
import { failuresNotWatched } from './failures-not-watched.js';
import { fileMissing } from './file-missing.js';
import { hostPortOfMany } from './host-port-of-many.js';
import { labelOnlyHead } from './label-only-head.js';
import { monitorShorterThanHealth } from './monitor-shorter-than-health.js';
import { oneShotRestarts } from './one-shot-restarts.js';
import { pauseUnwatched } from './pause-unwatched.js';
import { portGivenTwice } from './port-given-twice.js';
import { ratioNeverTriggers } from './ratio-never-triggers.js';
import { replicasShareData } from './replicas-share-data.js';
import { rollbackEndsSilently } from './rollback-ends-silently.js';
import { serverNotRestarted } from './server-not-restarted.js';
import { settingsComeTooLate } from './settings-come-too-late.js';
import { startFirstHostPort } from './start-first-host-port.js';
import { startFirstMaxPerNode } from './start-first-max-per-node.js';
import { startFirstMemory } from './start-first-memory.js';
import { startFirstNoHealthcheck } from './start-first-no-healthcheck.js';
import { startFirstPinned } from './start-first-pinned.js';
import { startFirstReservation } from './start-first-reservation.js';
import { startFirstSharedVolume } from './start-first-shared-volume.js';

export const signatures: readonly Signature[] = [
  startFirstMemory,
  startFirstReservation,
  startFirstHostPort,
  startFirstMaxPerNode,
  startFirstSharedVolume,
  startFirstNoHealthcheck,
  startFirstPinned,
  replicasShareData,
  hostPortOfMany,
  portGivenTwice,
  ratioNeverTriggers,
  rollbackEndsSilently,
  failuresNotWatched,
  pauseUnwatched,
  monitorShorterThanHealth,
  delayNotBelowMonitor,
  oneShotRestarts,
  serverNotRestarted,
  configChangedInPlace,
  configWithoutVersion,
  fileMissing,
  databaseMajor,
  databaseFloatingTag,
  labelOnlyHead,
  settingsComeTooLate,
  abraDurationVariable,
];
