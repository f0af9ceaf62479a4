// Mutants of a source file: small faults, one at a time, that a test should notice. All of them are put into
// one text with a switch around each, so that a process which has loaded the tests once can try thousands
// without loading anything again.
import ts from 'typescript';
import { editsAt } from './operators.mjs';

/**
 * @typedef {{ id: number, file: string, line: number, start: number, end: number, from: string, to: string,
 * what: string, unit: number | null }} Mutant
 */

/**
 * The mutants of `text`, and the text with a switch for each of them. Ids count from `firstId` on: the same
 * text gives the same ids. `unit` is the id of the function in which a mutant lies, which says what tests
 * reach it; null outside of any function.
 * @returns {{ mutants: Mutant[], code: string, nextId: number }}
 */
export function mutate(file, text, firstId) {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2023, true);
  const found = collect(source, text);
  const mutants = found.map(({ edit, unit }, index) => ({
    id: firstId + index,
    file,
    line: source.getLineAndCharacterOfPosition(edit.start).line + 1,
    start: edit.start,
    end: edit.end,
    from: text.slice(edit.start, edit.end),
    to: edit.to,
    what: edit.what,
    unit: unit === null ? null : firstId + found.length + unit,
  }));
  const units = new Set(found.map(({ unit }) => unit));
  const code = new Writer({
    source,
    text,
    found,
    mutants,
    units,
    firstUnit: firstId + found.length,
  }).written();
  return { mutants, code, nextId: firstId + found.length + source.getFullWidth() };
}

/**
 * Every edit with the node around which its switch is put, and the function in which that lies, known by its
 * place.
 */
function collect(source, text) {
  const found = [];
  const visit = (node, unit) => {
    if (
      ts.isTypeNode(node) ||
      ts.isImportDeclaration(node) ||
      ts.isInterfaceDeclaration(node) ||
      ts.isTypeAliasDeclaration(node) ||
      ts.isExportDeclaration(node) ||
      isAssertion(node)
    )
      return;
    for (const edit of editsAt(node, text)) found.push({ edit, host: hostOf(edit.host ?? node), unit });
    const inside = isFunction(node) && node.body ? node.getStart() : unit;
    ts.forEachChild(node, (child) => visit(child, inside));
  };
  visit(source, null);
  return found;
}

/** Parentheses end an optional chain, so the switch goes around the whole of it. */
function hostOf(node) {
  let host = node;
  while (host.parent && ts.isOptionalChain(host.parent) && host.parent.expression === host)
    host = host.parent;
  return host;
}

/** It says what cannot happen, so that no test can see it otherwise. */
function isAssertion(node) {
  return ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 'assert';
}

function isFunction(node) {
  return (
    ts.isFunctionDeclaration(node) ||
    ts.isArrowFunction(node) ||
    ts.isFunctionExpression(node) ||
    ts.isMethodDeclaration(node) ||
    ts.isConstructorDeclaration(node) ||
    ts.isAccessor(node)
  );
}

function isLoop(node) {
  return (
    ts.isForStatement(node) ||
    ts.isForOfStatement(node) ||
    ts.isForInStatement(node) ||
    ts.isWhileStatement(node) ||
    ts.isDoStatement(node)
  );
}

/**
 * Copies the source and adds to it: switches, notes of what functions are reached, a limit to loops,
 * constants that can be worked out anew.
 */
class Writer {
  constructor({ source, text, found, mutants, units, firstUnit }) {
    Object.assign(this, { source, text, units, firstUnit, byHost: new Map() });
    found.forEach(({ edit, host }, index) => {
      const of = this.byHost.get(host) ?? [];
      of.push({ edit, id: mutants[index].id });
      this.byHost.set(host, of);
    });
  }

  written() {
    return `const __mutants = globalThis.driftlabMutants; ${this.node(this.source)}`;
  }

  node(node) {
    let text = this.children(node);
    if (
      ts.isVariableStatement(node) &&
      node.parent === this.source &&
      node.declarationList.flags & ts.NodeFlags.Const
    )
      text = this.constant(node, text);
    const mutants = this.byHost.get(node);
    if (mutants === undefined) return text;
    if (ts.isStatement(node))
      return `{ if (${mutants.map(({ id }) => `__mutants.active !== ${id}`).join(' && ')}) ${text} }`;
    return `(${mutants.map(({ edit, id }) => `__mutants.active === ${id} ? (${this.edited(node, edit)}) : `).join('')}(${text}))`;
  }

  edited(host, { start, end, to }) {
    return this.text.slice(host.getStart(), start) + to + this.text.slice(end, host.getEnd());
  }

  children(node) {
    const children = [];
    ts.forEachChild(node, (child) => {
      children.push(child);
    });
    children.sort((a, b) => a.pos - b.pos);
    let at = node.getStart();
    let text = '';
    for (const child of children) {
      text += this.text.slice(at, child.getStart()) + this.child(node, child);
      at = child.getEnd();
    }
    return text + this.text.slice(at, node.getEnd());
  }

  child(node, child) {
    if (ts.isTypeNode(child)) return this.text.slice(child.getStart(), child.getEnd());
    if (isFunction(node) && node.body === child && this.units.has(node.getStart())) {
      const note = `__mutants.hits?.add(${this.firstUnit + node.getStart()})`;
      return ts.isBlock(child)
        ? this.node(child).replace('{', `{ ${note};`)
        : `(${note}, ${this.node(child)})`;
    }
    if (isLoop(node) && node.statement === child)
      return `{ if (++__mutants.ticks > __mutants.ticksMax) __mutants.tooLong(); ${this.node(child)} }`;
    return this.node(child);
  }

  /** A constant of the module, which is worked out again when a mutant inside of it is switched on or off. */
  constant(node, text) {
    const anew = node.declarationList.declarations.flatMap(({ name, initializer }) =>
      ts.isIdentifier(name) && initializer ? [`${name.text} = ${this.node(initializer)};`] : [],
    );
    return `${text.replace(/\bconst\b/, 'let')} __mutants.constants.push(() => { ${anew.join(' ')} });`;
  }
}
