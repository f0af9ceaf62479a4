// A checksum at the end of each line of a journal, over that line and all before it, so that a byte that
// changed, a line that went and lines that changed places are noticed. It is FNV-1a with 32 bits: one changed
// character always gives another sum, and it costs a few microseconds a line. It guards against disks and
// accidents, not against forgery. Journals of older driftlabs have none.

const sealed = /^(.*),"sum":"([0-9a-f]{8})"\}$/s;
const start = 0x811c9dc5;

/** Gives each line, a JSON object in one row, its seal as the last field; lines are to come in order. */
export function createSealer(): (line: string) => string {
  let sum = start;
  return (line) => {
    sum = continued(sum, line);
    return `${line.slice(0, -1)},"sum":"${inHex(sum)}"}`;
  };
}

/** Looks at the seals of a journal's rows, which are to come in order. */
export interface SealCheck {
  /** Whether the row is as it was written; null where it has no seal. */
  readonly holds: (row: string) => boolean | null;
}

/** After a row that does not hold, the next is held against what that one says. */
export function createSealCheck(): SealCheck {
  let sum = start;
  return {
    holds: (row) => {
      const [, body, said] = sealed.exec(row) ?? [];
      if (body === undefined || said === undefined) return null;
      const found = continued(sum, `${body}}`);
      sum = Number.parseInt(said, 16);
      return found === sum;
    },
  };
}

function continued(sum: number, text: string): number {
  let hash = sum;
  for (let index = 0; index < text.length; index++)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash >>> 0;
}

function inHex(sum: number): string {
  return sum.toString(16).padStart(8, '0');
}
