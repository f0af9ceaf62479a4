// A load in a plain container, on an engine that is the lab's own.
import type Docker from 'dockerode';
import { loadImageTag } from '../base/load-image.js';
import { commandOf, envOf, type Carrier, type CarrierParts, type LoadNeeds } from './load-program.js';

const nanocoresPerMillicore = 1_000_000;
/** The most that the kernel takes; a container has 1024 unless told otherwise. */
const sharesMax = 262_144;
const statusGone = 404;
const statusBusy = 409;

/** Labelled for the trial, so that whatever cleans up after it finds it. */
export async function carryInContainer(
  { request: { engine, trial }, program, name }: CarrierParts,
  abortSignal: AbortSignal,
): Promise<Carrier> {
  const container = await engine.docker.createContainer({
    name,
    Image: loadImageTag,
    Cmd: commandOf(program),
    Labels: { 'driftlab.trial': trial },
    Env: envOf(program),
    // A terminal keeps the engine from framing the few lines that the program writes.
    Tty: true,
    NetworkDisabled: true,
    HostConfig: { NetworkMode: 'none', ...hostConfigOf(program.needs) },
    abortSignal,
  });
  return {
    start: async (signal) => {
      const output = await container.attach({ stream: true, stdout: true, stderr: true });
      await container.start({ abortSignal: signal });
      return { container, output };
    },
    isStillThere: (signal) => isStillThere(container, signal),
  };
}

function hostConfigOf({ tmpfsBytes, millicores, disk }: LoadNeeds): Docker.HostConfig {
  return {
    ...(tmpfsBytes === undefined ? {} : { Tmpfs: { '/ballast': `rw,mode=0700,size=${String(tmpfsBytes)}` } }),
    ...(millicores === undefined
      ? {}
      : { NanoCpus: millicores * nanocoresPerMillicore, CpuShares: sharesMax }),
    ...(disk === undefined ? {} : { Mounts: [{ Type: 'volume', Source: '', Target: '/load' }] }),
  };
}

/** True while the engine is in the middle of ending or removing it. */
async function isStillThere(container: Docker.Container, abortSignal: AbortSignal): Promise<boolean> {
  try {
    await container.remove({ force: true, v: true, abortSignal });
    return false;
  } catch (error) {
    const { statusCode } = error as { readonly statusCode?: number };
    if (statusCode !== statusGone && statusCode !== statusBusy) throw error;
    return statusCode === statusBusy;
  }
}
