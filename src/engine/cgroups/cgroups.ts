// What an engine needs of control groups: a folder with a memory limit that all of its containers share.

export interface Cgroups {
  readonly version: 1 | 2;
  /** Folder of the memory cgroup with this name. */
  readonly memoryFolder: (name: string) => string;
  /**
   * Folder where the processor time of the cgroup with this name is accounted; null where nothing accounts
   * for it.
   */
  readonly cpuFolder: (name: string) => string | null;
  /**
   * Bytes that processes of this memory folder and below may still take before its limit; Infinity where it
   * has none.
   */
  readonly roomIn: (folder: string) => number;
  /** Memory folders that this process is in, its own first, as far up as they can be seen from here. */
  readonly own: () => readonly string[];
  /** Every folder that the name may have on this machine: one for each hierarchy. */
  readonly folders: (name: string) => readonly string[];
  /** Makes the cgroup; its limit is set by `limit`. Fails when it is there already. */
  readonly create: (name: string) => void;
  /**
   * Sets the limit; throws when the kernel refuses, as it does below what is in use and cannot be reclaimed.
   */
  readonly limit: (name: string, bytes: number) => void;
  /**
   * Gives back what can be given back, so that the next trial does not begin in the last one's page cache.
   */
  readonly reclaim: (name: string) => Promise<void>;
}
