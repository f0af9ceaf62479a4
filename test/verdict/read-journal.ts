// Recorded journals: evidence of real trials on a real swarm, kept under test/journals.
import { readFileSync } from 'node:fs';
import { decodeJournal, type Journal } from '../../src/evidence/codec.js';

/** The journal `test/journals/<name>.jsonl`. */
export function readJournal(name: string): Journal {
  return decodeJournal(readFileSync(new URL(`../journals/${name}.jsonl`, import.meta.url), 'utf8'));
}
