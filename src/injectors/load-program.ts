// The program of a load and what carries it: what the two ways of carrying share.
import type Docker from 'dockerode';
import type { LoadRequest } from '../trial/ports.js';

/** A program of the image, one of images/load, and what it needs. */
export interface LoadProgram {
  readonly program: string;
  readonly env: Readonly<Record<string, string | number>>;
  readonly needs: LoadNeeds;
}

export interface LoadNeeds {
  /** Size of a memory file system at `/ballast`. */
  readonly tmpfsBytes?: number;
  /** The most processor time it gets; it is to have it before anybody else. */
  readonly millicores?: number;
  /** A folder `/load` on the engine's disk. */
  readonly disk?: true;
}

export interface Carrier {
  /** Starts the program; resolves with its container and all that it writes. */
  readonly start: (
    signal: AbortSignal,
  ) => Promise<{ readonly container: Docker.Container; readonly output: NodeJS.ReadableStream }>;
  /** Asks for its removal, running or not; true while something of it is left. */
  readonly isStillThere: (signal: AbortSignal) => Promise<boolean>;
}

export interface CarrierParts {
  readonly request: LoadRequest;
  readonly program: LoadProgram;
  readonly name: string;
}

export function commandOf({ program }: LoadProgram): string[] {
  return ['/bin/bash', `/bin/${program}`];
}

export function envOf({ env }: LoadProgram): string[] {
  return Object.entries(env).map(([key, value]) => `${key}=${String(value)}`);
}
