// One and many, in every sentence that counts something.

/** `1 trial`, `4 trials`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${String(count)} ${count === 1 ? one : many}`;
}
