// The rule for members of families: a member's name stands in its own file and nowhere else, so that whoever
// adds or takes away one changes one file and the family's list. Names are ordinary words (`stack`, `memory`,
// `kill`), so a text counts where it stands for the member: compared with what is called after the family, or
// the value of that; a key of the family's list; or chosen from, with nothing but members beside it.
import ts from 'typescript';
import { lineOf, parse, type Sources } from './rules.js';

export interface Family {
  /** One of them, as variables and keys are called: `deployer`. */
  readonly one: string;
  /** Where its members and their list are. */
  readonly folder: string;
  /** Files beside it that name one: where its members say what a scenario has to know, or that use one. */
  readonly also?: readonly string[];
  readonly names: readonly string[];
}

/** Docker's events are actions too, and this is one. */
const ofDocker: readonly string[] = ['kill'];
const choosing: readonly string[] = ['Set', 'Map', 'word', 'choices', 'default'];

export function strayNames(sources: Sources, families: readonly Family[]): readonly string[] {
  return [...sources].flatMap(([path, text]) => {
    const file = parse(path, text);
    const found: string[] = [];
    const visit = (node: ts.Node): void => {
      if (ts.isStringLiteralLike(node)) {
        const family = families.find(
          (one) =>
            isMember(node, one) && !path.startsWith(`${one.folder}/`) && one.also?.includes(path) !== true,
        );
        if (family !== undefined)
          found.push(`${path}:${String(lineOf(file, node))} names the ${family.one} ${node.text}`);
      }
      ts.forEachChild(node, visit);
    };
    visit(file);
    return found;
  });
}

function isMember(node: ts.StringLiteralLike, { one, names }: Family): boolean {
  if (!names.includes(node.text) || (one === 'action' && ofDocker.includes(node.text))) return false;
  const place = outOfChoice(node);
  const { parent } = place;
  if (ts.isBinaryExpression(parent)) return isCalled(parent.left, one) || isCalled(parent.right, one);
  if (ts.isCaseClause(parent)) return isCalled(parent.parent.parent.expression, one);
  if (ts.isElementAccessExpression(parent)) return isCalled(parent.expression, `${one}s`);
  if (ts.isPropertyAssignment(parent) || ts.isVariableDeclaration(parent) || ts.isBindingElement(parent))
    return isCalled(parent.name, one);
  const isList = ts.isArrayLiteralExpression(parent);
  if (isList && !parent.elements.every((other) => ts.isStringLiteral(other) && names.includes(other.text)))
    return false;
  const call = isList ? parent.parent : parent;
  return (
    (ts.isCallExpression(call) || ts.isNewExpression(call)) &&
    choosing.some((name) => isCalled(call.expression, name))
  );
}

/** The whole of `one ? 'this' : 'that'`, `one ?? 'this'` and of what stands in brackets. */
function outOfChoice(node: ts.Expression): ts.Expression {
  const { parent } = node;
  const isPart =
    ts.isParenthesizedExpression(parent) ||
    (ts.isConditionalExpression(parent) && parent.condition !== node) ||
    (ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken);
  return isPart ? outOfChoice(parent) : node;
}

function isCalled(node: ts.Node, word: string): boolean {
  const [last = ''] = /\w+$/.exec(node.getText()) ?? [];
  return last.toLowerCase() === word.toLowerCase();
}
