// Kills one after the other: on engines of the lab's own, and on one that plays somebody's, by its socket and
// through ssh. The lanes run side by side, as the ground of one is nothing to the other.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { bootEngine, loadImages, type PrivateEngine } from '../../src/engine/index.js';
import { writeTinyImage } from '../engine/tiny-image.js';
import { campaignIn } from './campaign.js';
import { endedWell, oneKill, type KilledCampaign } from './one-kill.js';
import { grounds, type Ground, type Kill } from './plan-kills.js';
import { moveIn } from './somebodys.js';
import { startSshd } from './sshd.js';

export interface KillsRequest {
  readonly kills: readonly Kill[];
  /** For what the campaigns leave when something is not as it should be. */
  readonly folder: string;
  /** Of each campaign. */
  readonly trials: number;
  /**
   * How long a campaign is taken to last; null: one that nobody kills is run first, which must leave nothing
   * either.
   */
  readonly campaignMs: number | null;
  readonly onEnd: (killed: KilledCampaign) => void;
  /** Ends it before the next kill. */
  readonly enough: AbortSignal;
}

export async function runKills(request: KillsRequest): Promise<readonly KilledCampaign[]> {
  const wanted = grounds.filter((ground) => request.kills.some((kill) => kill.ground === ground));
  const lanes = await Promise.all([
    wanted.includes('private') ? onGround('private', request, null, {}) : [],
    onTheirs(
      wanted.filter((ground) => ground !== 'private'),
      request,
    ),
  ]);
  return lanes.flat();
}

/** One engine for all kills on somebody's: what one left would show in the next. */
async function onTheirs(
  wanted: readonly Ground[],
  request: KillsRequest,
): Promise<readonly KilledCampaign[]> {
  if (wanted.length === 0) return [];
  const folder = join(request.folder, 'theirs');
  mkdirSync(folder, { recursive: true });
  writeTinyImage(folder);
  const signal = new AbortController().signal;
  const theirs = await bootEngine({ memoryBytes: 768 * 1024 ** 2, stateDir: folder, signal });
  const ssh = wanted.includes('ssh') ? await startSshd(folder, theirs.socketPath) : null;
  try {
    await loadImages(
      theirs,
      [{ tag: 'tiny:1', from: 'build', path: 'tiny' }],
      { baseDir: folder, cacheDir: join(folder, 'cache') },
      signal,
    );
    await moveIn(theirs);
    const killed: KilledCampaign[] = [];
    for (const ground of wanted) {
      const env = ground === 'ssh' ? { PATH: `${ssh?.programs ?? ''}:${process.env['PATH'] ?? ''}` } : {};
      killed.push(
        ...(await onGround(
          ground,
          request,
          {
            engine: theirs,
            address: ground === 'ssh' ? `ssh: ${ssh?.at ?? ''}` : `socket: ${theirs.socketPath}`,
          },
          env,
        )),
      );
    }
    return killed;
  } finally {
    ssh?.stop();
    await theirs.destroy();
  }
}

interface Theirs {
  readonly engine: PrivateEngine;
  readonly address: string;
}

async function onGround(
  ground: Ground,
  request: KillsRequest,
  theirs: Theirs | null,
  env: NodeJS.ProcessEnv,
): Promise<readonly KilledCampaign[]> {
  const folder = join(request.folder, ground);
  const engine =
    theirs === null ? '{ private: { memory: 448MiB } }' : `{ existing: { ${theirs.address}, shared: true } }`;
  const campaign = { folder, engine, trials: request.trials, env };
  const campaignMs = request.campaignMs ?? (await lengthOf(campaign));
  const results: KilledCampaign[] = [];
  for (const kill of request.kills.filter((one) => one.ground === ground)) {
    if (request.enough.aborted) break;
    const killed = await oneKill({ kill, campaign, theirs: theirs?.engine ?? null, campaignMs });
    request.onEnd(killed);
    results.push(killed);
  }
  return results;
}

/** Milliseconds of a campaign that nobody kills. */
async function lengthOf(campaign: Parameters<typeof oneKill>[0]['campaign']): Promise<number> {
  const beganMs = performance.now();
  const { code, stderr } = await campaignIn({ ...campaign, name: 'whole' }).start().ended;
  if (!endedWell(code))
    throw new Error(`a campaign that nobody killed ended with ${String(code)}: ${stderr}`);
  return performance.now() - beganMs;
}
