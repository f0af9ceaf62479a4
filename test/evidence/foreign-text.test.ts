// What masking does to evidence: nothing that a verdict rests on, whatever word is the secret.
import { readFileSync, readdirSync } from 'node:fs';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { createMask } from '../../src/base/secrets/index.js';
import { commonWords } from '../../src/base/secrets/common-words.js';
import { decodeJournal, encodeLine } from '../../src/evidence/codec.js';
import type { Evidence } from '../../src/evidence/evidence.js';
import { withForeignText } from '../../src/evidence/foreign-text.js';
import { causeWords, judge, outcomeWords } from '../../src/verdict/index.js';
import { trialSpec } from '../verdict/constructed-journal.js';

const folder = new URL('../journals/', import.meta.url);
const journals = readdirSync(folder)
  .filter((name) => name.endsWith('.jsonl'))
  .map((name) => ({ name, lines: decodeJournal(readFileSync(new URL(name, folder), 'utf8')).lines }));

/**
 * Where a verdict repeats what others said, as it stands in the evidence: there the secret is masked, as it
 * should be.
 */
const quotes: ReadonlySet<string> = new Set(['said', 'detail']);

function judged(lines: readonly Evidence[]): string {
  const stacks = new Map(
    lines.flatMap((line) => (line.kind === 'deploy' ? [[line.run, line.stack] as const] : [])),
  );
  const encoded = decodeJournal(`${lines.map(encodeLine).join('\n')}\n`);
  return JSON.stringify(
    judge(
      trialSpec(
        [],
        [...stacks].map(([run, stack]) => ({
          run,
          stack,
          domain: `${stack}.driftlab.test`,
          startAfterMs: 0,
        })),
      ),
      encoded.lines,
      encoded.problems,
    ).runs,
    (key, value: unknown) => (quotes.has(key) ? null : value),
  );
}

/** Every value of the fields that the lab judges by, and every word of its own and of the engine's. */
function vocabulary(): readonly string[] {
  const ofFacts = journals
    .flatMap(({ lines }) =>
      lines.flatMap((line) => stringsIn({ ...line, err: '', message: '', lines: [], line: '', failure: '' })),
    )
    .filter((text) => text.length < 60);
  return [
    ...new Set([
      ...ofFacts,
      ...commonWords,
      ...[...causeWords, ...outcomeWords].map(({ name }) => name),
      'service',
      'healthy',
      'kind',
      'seq',
      'true',
    ]),
  ];
}

function stringsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}

describe('a trial whose secret is a word of its own evidence', () => {
  const words = vocabulary();

  it.each(journals)('is judged as without the mask: $name', ({ lines }) => {
    const before = judged(lines);
    const names = [...new Set(lines.flatMap((line) => ('stack' in line ? [line.stack] : [])))];
    const own = new Set(lines.flatMap(stringsIn));
    for (const word of words.filter((one) => own.has(one) || commonWords.has(one))) {
      const mask = createMask({ envs: [{ ADMIN_TOKEN: word }], kept: names });
      const masked = lines.map((line) => withForeignText(line, mask));
      if (JSON.stringify(masked) !== JSON.stringify(lines)) expect(judged(masked), word).toBe(before);
    }
  });

  it('has none of it in its texts where it is more than a word', () => {
    const mask = createMask({ envs: [{ ADMIN_TOKEN: 'hunter2hunter2' }] });
    const line: Evidence = {
      seq: 1,
      atMs: 0,
      wall: '',
      engineAt: null,
      kind: 'task-log',
      taskId: 'hunter',
      lines: ['token hunter2hunter2', 'ok'],
      failure: null,
    };
    expect(withForeignText(line, mask)).toEqual({ ...line, lines: ['token ***', 'ok'] });
  });
});

it('every long word that verdicts look for in the texts of others is one that is never masked as text', () => {
  const words = ['verdict', 'evidence'].flatMap((room) => {
    const at = new URL(`../../src/${room}/`, import.meta.url);
    return readdirSync(at, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .flatMap((name) => lookedFor(readFileSync(new URL(name, at), 'utf8')));
  });
  expect([...new Set(words)].filter((word) => !commonWords.has(word))).toEqual([]);
});

/**
 * Words of eight letters and more in the regular expressions of a file, and in what it asks a text to
 * include, begin or end with.
 */
function lookedFor(text: string): readonly string[] {
  const patterns: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) patterns.push(node.text.replace(/\\[a-zA-Z]/g, ' '));
    const asks =
      ts.isCallExpression(node) &&
      ts.isPropertyAccessExpression(node.expression) &&
      ['includes', 'startsWith', 'endsWith'].includes(node.expression.name.text);
    const [said] = asks ? node.arguments : [];
    if (said !== undefined && ts.isStringLiteral(said)) patterns.push(said.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('looked-for.ts', text, ts.ScriptTarget.ES2023, true));
  return patterns
    .flatMap((pattern) => pattern.match(/[A-Za-z]{8,}/g) ?? [])
    .map((word) => word.toLowerCase());
}
