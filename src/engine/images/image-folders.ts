// The folders that every way of getting an image works with.

export interface ImageFolders {
  /** Folder of the scenario, against which relative paths are resolved. */
  readonly baseDir: string;
  /** Where what was built or saved once is kept. */
  readonly cacheDir: string;
}
