// The JSON schema of scenario files, from the same shape that the parser uses, so that editors complete and
// explain.
import * as z from 'zod';
import { scenarioShape } from './shape.js';
import type { Vocabulary } from './vocabulary.js';

/** A JSON schema of draft 7, the draft that editors' YAML support knows best. */
export function scenarioJsonSchema(vocabulary: Vocabulary): Readonly<Record<string, unknown>> {
  const { $schema, ...schema } = z.toJSONSchema(scenarioShape(vocabulary), {
    io: 'input',
    target: 'draft-7',
  });
  return {
    $schema,
    title: 'driftlab scenario',
    description: 'What driftlab deploys, how, under which load, and what is expected of it.',
    ...schema,
    required: ['scenario'],
  };
}
