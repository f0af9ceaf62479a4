// The rule for readers of closed unions: what picks some members out by name says nothing of a new one. A
// table over all of them (`satisfies Record<Outcome, …>`) or a switch without a default asks the compiler.
// Asking for one member is no reading of the union, and neither is looking for lines of some kinds.
import ts from 'typescript';
import { lineOf, parse, type Sources } from './rules.js';

/** Union, in words -> its members. */
export type Unions = Readonly<Record<string, readonly string[]>>;

export const kindsOfFacts = 'kinds of facts';
const rooms: readonly string[] = ['verdict', 'statistics', 'report', 'page', 'cli', 'doors'];

/** Every reader that has a silent rest, one sentence each. */
export function silentReaders(sources: Sources, unions: Unions): readonly string[] {
  return [...sources]
    .filter(([path]) => rooms.includes(path.split('/')[0] ?? ''))
    .flatMap(([path, text]) => {
      const file = parse(path, text);
      const found: string[] = [];
      const visit = (node: ts.Node): void => {
        const wrong = silenceOf(node, unions);
        if (wrong !== null) found.push(`${path}:${String(lineOf(file, node))} ${wrong}`);
        ts.forEachChild(node, visit);
      };
      visit(file);
      return found;
    });
}

function silenceOf(node: ts.Node, unions: Unions): string | null {
  const union = (names: readonly string[]): string | null =>
    names.length === 0
      ? null
      : (Object.keys(unions).find((key) => names.every((name) => unions[key]?.includes(name))) ?? null);
  if (isLookUp(node)) {
    const names = literalsIn(node);
    const of = names.length < 2 ? null : union(names);
    return of === null ? null : `picks ${of} out by a list: make it a table over all of them`;
  }
  if (ts.isSwitchStatement(node)) {
    const { clauses } = node.caseBlock;
    const cases = clauses.flatMap((clause) =>
      ts.isCaseClause(clause) && ts.isStringLiteral(clause.expression) ? [clause.expression.text] : [],
    );
    const of = clauses.some(ts.isDefaultClause) ? union(cases) : null;
    return of === null ? null : `has a default beside ${of}: name every one`;
  }
  if (isChain(node) && !isChain(node.parent)) {
    const compared = comparisonsIn(node);
    const twice = compared.filter(({ of }) => compared.filter((other) => other.of === of).length > 1);
    const of = twice.length === 0 ? null : union(twice.map(({ name }) => name));
    return of === null || of === kindsOfFacts
      ? null
      : `compares with several ${of}: make it a table over all of them`;
  }
  return null;
}

/** `new Set([…])`, and a list that is asked what it includes. */
function isLookUp(node: ts.Node): node is ts.ArrayLiteralExpression {
  if (!ts.isArrayLiteralExpression(node)) return false;
  const { parent } = node;
  return (
    (ts.isNewExpression(parent) && parent.expression.getText() === 'Set') ||
    (ts.isPropertyAccessExpression(parent) && parent.name.text === 'includes')
  );
}

function literalsIn(list: ts.ArrayLiteralExpression): readonly string[] {
  const names = list.elements.flatMap((element) => (ts.isStringLiteral(element) ? [element.text] : []));
  return names.length === list.elements.length ? names : [];
}

function isChain(node: ts.Node): node is ts.BinaryExpression {
  return ts.isBinaryExpression(node) && joining.includes(node.operatorToken.kind);
}

const joining: readonly ts.SyntaxKind[] = [ts.SyntaxKind.BarBarToken, ts.SyntaxKind.AmpersandAmpersandToken];

interface Comparison {
  readonly of: string;
  readonly name: string;
}

function comparisonsIn(node: ts.Node): readonly Comparison[] {
  if (ts.isParenthesizedExpression(node)) return comparisonsIn(node.expression);
  if (!ts.isBinaryExpression(node)) return [];
  if (joining.includes(node.operatorToken.kind))
    return [...comparisonsIn(node.left), ...comparisonsIn(node.right)];
  const isEquality =
    node.operatorToken.kind === ts.SyntaxKind.EqualsEqualsEqualsToken ||
    node.operatorToken.kind === ts.SyntaxKind.ExclamationEqualsEqualsToken;
  return isEquality && ts.isStringLiteral(node.right)
    ? [{ of: node.left.getText(), name: node.right.text }]
    : [];
}
