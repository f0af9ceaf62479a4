// Where programs are looked for when an engine may bring its own.

/** A PATH in which the folder, if there is one, comes before what `path` has. */
export function pathWith(folder: string | null, path: string | undefined): string {
  return [folder, ...(path ?? '').split(':')].filter((part) => part !== null && part !== '').join(':');
}
