// What a mutant may change. Sentences for people (strings with a blank in them, templates) are left alone:
// tests of wording are not what this is about. So are assertions, which say what cannot happen, and fallbacks
// that only the compiler asks for.
import ts from 'typescript';

const K = ts.SyntaxKind;

const boundaries = new Map([
  [K.LessThanToken, ['<=', '>=']],
  [K.LessThanEqualsToken, ['<', '>']],
  [K.GreaterThanToken, ['>=', '<=']],
  [K.GreaterThanEqualsToken, ['>', '<']],
  [K.EqualsEqualsEqualsToken, ['!==']],
  [K.ExclamationEqualsEqualsToken, ['===']],
  [K.EqualsEqualsToken, ['!=']],
  [K.ExclamationEqualsToken, ['==']],
  [K.AmpersandAmpersandToken, ['||']],
  [K.BarBarToken, ['&&']],
  [K.PlusToken, ['-']],
  [K.MinusToken, ['+']],
  [K.AsteriskToken, ['/']],
  [K.SlashToken, ['*']],
  [K.PercentToken, ['*']],
  [K.AsteriskAsteriskToken, ['*']],
  [K.PlusEqualsToken, ['-=']],
  [K.MinusEqualsToken, ['+=']],
  [K.AsteriskEqualsToken, ['/=']],
]);
const swaps = new Map(
  Object.entries({
    some: 'every',
    every: 'some',
    find: 'findLast',
    findLast: 'find',
    findIndex: 'findLastIndex',
    findLastIndex: 'findIndex',
    min: 'max',
    max: 'min',
    floor: 'ceil',
    ceil: 'floor',
    startsWith: 'endsWith',
    endsWith: 'startsWith',
    push: 'unshift',
    indexOf: 'lastIndexOf',
  }),
);
const removable = new Set([
  'filter',
  'sort',
  'toSorted',
  'slice',
  'reverse',
  'flat',
  'trim',
  'padStart',
  'padEnd',
]);
const ofMath = new Set(['abs', 'round', 'sqrt', 'log', 'exp']);

/**
 * The edits at one node: `start` to `end` becomes `to`; `host` is the node that is chosen anew, the node
 * itself unless told.
 */
export function editsAt(node, text) {
  if (ts.isBinaryExpression(node)) return binary(node, text);
  if (ts.isIfStatement(node)) return [...condition(node.expression)];
  if (ts.isConditionalExpression(node)) return [...condition(node.condition)];
  if (ts.isWhileStatement(node) || ts.isDoStatement(node))
    return [{ ...whole(node.expression, 'false', 'condition'), host: node.expression }];
  if (ts.isForStatement(node))
    return node.condition ? [{ ...whole(node.condition, 'false', 'condition'), host: node.condition }] : [];
  if (ts.isPrefixUnaryExpression(node)) return prefix(node, text);
  if (ts.isNumericLiteral(node)) return number(node);
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return word(node);
  if (node.kind === K.TrueKeyword && !isType(node)) return [whole(node, 'false', 'literal')];
  if (node.kind === K.FalseKeyword && !isType(node)) return [whole(node, 'true', 'literal')];
  if (ts.isCallExpression(node)) return call(node, text);
  if (ts.isArrayLiteralExpression(node)) return elements(node, text);
  if (ts.isExpressionStatement(node)) return statement(node);
  if (ts.isReturnStatement(node) && node.expression) return result(node.expression, functionOf(node));
  if (ts.isArrowFunction(node) && !ts.isBlock(node.body)) return result(node.body, node);
  return [];
}

function whole(node, to, what) {
  return { start: node.getStart(), end: node.getEnd(), to, what };
}

function condition(node) {
  return ['true', 'false'].map((to) => ({ ...whole(node, to, 'condition'), host: node }));
}

function isCondition(node) {
  const { parent } = node;
  return (
    (ts.isIfStatement(parent) && parent.expression === node) ||
    (ts.isConditionalExpression(parent) && parent.condition === node)
  );
}

function binary(node, text) {
  const { left, right, operatorToken } = node;
  if (operatorToken.kind === K.QuestionQuestionToken) return fallback(node, text);
  const equality = [
    K.EqualsEqualsEqualsToken,
    K.ExclamationEqualsEqualsToken,
    K.EqualsEqualsToken,
    K.ExclamationEqualsToken,
  ].includes(operatorToken.kind);
  if (
    (equality && isCondition(node)) ||
    ts.isStringLiteralLike(left) ||
    (operatorToken.kind === K.PlusToken && ts.isTemplateExpression(right))
  )
    return [];
  return (boundaries.get(operatorToken.kind) ?? []).map((to) => ({
    start: operatorToken.getStart(),
    end: operatorToken.getEnd(),
    to,
    what: 'operator',
    host: node,
  }));
}

function fallback(node, text) {
  const { left, right } = node;
  const without = { ...whole(node, text.slice(left.getStart(), left.getEnd()), 'fallback removed') };
  return [
    ...(isForTheCompiler(node) ? [] : [without]),
    whole(node, text.slice(right.getStart(), right.getEnd()), 'only the fallback'),
  ];
}

/**
 * An element that is known to be there may be missing for all the compiler knows; the fallback to a plain
 * value is never taken.
 */
function isForTheCompiler({ left, right }) {
  const looksUp =
    ts.isElementAccessExpression(left) ||
    (ts.isCallExpression(left) &&
      ts.isPropertyAccessExpression(left.expression) &&
      ['at', 'get'].includes(left.expression.name.text));
  const plain =
    ts.isLiteralExpression(right) ||
    right.kind === K.NullKeyword ||
    right.kind === K.FalseKeyword ||
    right.getText() === 'Infinity' ||
    ts.isPrefixUnaryExpression(right) ||
    (ts.isArrayLiteralExpression(right) && right.elements.length === 0);
  return looksUp && plain;
}

function isInFallback(node) {
  const at = ts.isPrefixUnaryExpression(node.parent) ? node.parent : node;
  return (
    ts.isBinaryExpression(at.parent) &&
    at.parent.operatorToken.kind === K.QuestionQuestionToken &&
    at.parent.right === at &&
    isForTheCompiler(at.parent)
  );
}

function prefix(node, text) {
  const operand = text.slice(node.operand.getStart(), node.operand.getEnd());
  if (node.operator === K.ExclamationToken)
    return isCondition(node) ? [] : [whole(node, operand, 'negation removed')];
  if (node.operator === K.MinusToken && !isInFallback(node.operand))
    return ts.isNumericLiteral(node.operand) && isIndex(node) ? [] : [whole(node, operand, 'sign removed')];
  if (node.operator === K.PlusPlusToken) return [whole(node, `--${operand}`, 'operator')];
  return [];
}

/** The place in `at(-1)` or `[0]`. */
function isIndex(node) {
  return (
    ts.isCallExpression(node.parent) &&
    ts.isPropertyAccessExpression(node.parent.expression) &&
    node.parent.expression.name.text === 'at'
  );
}

function number(node) {
  if (isType(node) || isName(node) || isInFallback(node)) return [];
  const value = Number(node.text);
  const others =
    Number.isInteger(value) && value <= 20
      ? [value + 1, ...(value > 0 ? [value - 1] : [])]
      : [value * 1.5, value * 0.6];
  return others.map((other) => whole(node, String(Number(other.toPrecision(12))), 'number'));
}

function word(node) {
  const { parent } = node;
  const isCode = /^[a-z0-9+:_-]+$/i.test(node.text);
  const said =
    ts.isCallExpression(parent) &&
    ts.isIdentifier(parent.expression) &&
    ['present', 'assert'].includes(parent.expression.text);
  const named = ts.isPropertyAssignment(parent) && parent.name.getText() === 'name';
  if (
    !isCode ||
    said ||
    named ||
    isType(node) ||
    isName(node) ||
    isInFallback(node) ||
    ts.isArrayLiteralExpression(parent)
  )
    return [];
  return [whole(node, "''", 'word emptied')];
}

function isType(node) {
  return (
    ts.isLiteralTypeNode(node.parent) ||
    (ts.isPrefixUnaryExpression(node.parent) && ts.isLiteralTypeNode(node.parent.parent))
  );
}

function isName(node) {
  const { parent } = node;
  return (
    (ts.isPropertyAssignment(parent) || ts.isPropertySignature(parent) || ts.isMethodDeclaration(parent)) &&
    parent.name === node
  );
}

function call(node, text) {
  const { expression: callee } = node;
  if (!ts.isPropertyAccessExpression(callee)) return [];
  const name = callee.name.text;
  const edits = [];
  if (swaps.has(name))
    edits.push({
      start: callee.name.getStart(),
      end: callee.name.getEnd(),
      to: swaps.get(name),
      what: 'method',
      host: node,
    });
  if (removable.has(name) && !isInAPattern(node))
    edits.push(
      whole(node, text.slice(callee.expression.getStart(), callee.expression.getEnd()), 'call removed'),
    );
  if (callee.expression.getText() === 'Math' && ofMath.has(name) && node.arguments.length === 1)
    edits.push(whole(node, node.arguments[0].getText(), 'call removed'));
  return edits;
}

function isInAPattern(node) {
  return (
    ts.isBinaryExpression(node.parent) &&
    node.parent.operatorToken.kind === K.EqualsToken &&
    node.parent.left === node
  );
}

function elements(node) {
  if (isInAPattern(node) || ts.isForOfStatement(node.parent)) return [];
  return node.elements.map((element, index) => {
    const next = node.elements[index + 1];
    const before = node.elements[index - 1];
    const start = next || !before ? element.getStart() : before.getEnd();
    return {
      start,
      end: next ? next.getStart() : element.getEnd(),
      to: '',
      what: 'element removed',
      host: node,
    };
  });
}

function statement(node) {
  const { expression } = node;
  const does =
    ts.isCallExpression(expression) ||
    ts.isPostfixUnaryExpression(expression) ||
    ts.isPrefixUnaryExpression(expression) ||
    ts.isBinaryExpression(expression);
  const asserts = ts.isCallExpression(expression) && expression.expression.getText() === 'assert';
  return does && !asserts ? [whole(node, '', 'statement removed')] : [];
}

/**
 * Instead of what a function with a declared result works out: one of the plain results that its type allows.
 */
function result(expression, of) {
  const type = of?.type;
  if (
    !type ||
    ts.isLiteralExpression(expression) ||
    [K.NullKeyword, K.TrueKeyword, K.FalseKeyword].includes(expression.kind)
  )
    return [];
  return plainResults(type)
    .filter((to) => to !== expression.getText())
    .map((to) => ({ ...whole(expression, to, 'result'), host: expression }));
}

function plainResults(type) {
  if (type.kind === K.BooleanKeyword) return ['true', 'false'];
  if (ts.isUnionTypeNode(type)) return type.types.flatMap(plainResults);
  if (ts.isLiteralTypeNode(type) && type.literal.kind === K.NullKeyword) return ['null'];
  if (ts.isTypeOperatorNode(type)) return plainResults(type.type);
  return ts.isArrayTypeNode(type) ? ['[]'] : [];
}

function functionOf(node) {
  let at = node.parent;
  while (at && !ts.isFunctionLike(at)) at = at.parent;
  return at;
}
