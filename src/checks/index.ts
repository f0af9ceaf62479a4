// Checks: what says of an upgrade whether it went well, and is itself measured. To add one: 1. write a file
// with a `check`: its name, its summary, an example, its options with messages of their own, and how it comes
// to its answer; 2. it looks at the engine as any client would and writes nothing to it; 3. `ask` resolves
// with what it answered, with no answer and the reason where it could not be asked, and soon after its
// timeout in any case; 4. add it to the list below and to the table in docs/checks.md. One whose options may
// all be left out can be written as `builtin`.
import type { Check } from '../trial/ports.js';
import { command } from './command.js';
import { detachFalse } from './detach-false.js';
import { guard } from './guard.js';
import { label } from './label.js';
import { pollStatus } from './poll-status.js';

/** By name, as scenarios call them. */
export const checks: Readonly<Record<string, Check>> = Object.fromEntries(
  [command, label, guard, detachFalse, pollStatus].map((check) => [check.name, check]),
);
