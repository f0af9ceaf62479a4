// Every kind of finding that there is: what reading tells, and the signatures.
import { readingRules } from './reading-rules.js';
import type { Rule } from './signature.js';
import { signatures } from './signatures/index.js';

export const rules: readonly Rule[] = [...signatures, ...Object.values(readingRules)];
