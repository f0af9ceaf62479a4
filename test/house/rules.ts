// The house's rules as functions over source text, so that a planted violation can show that they bite.
import { posix } from 'node:path';
import ts from 'typescript';

/** Path relative to src/ -> text. */
export type Sources = ReadonlyMap<string, string>;

const pureLine = [
  'scenario',
  'compose',
  'plan',
  'evidence',
  'verdict',
  'statistics',
  'report',
  'sweep',
  'capture',
] as const;
const edges = [
  'engine',
  'recipe',
  'deployers',
  'injectors',
  'actions',
  'checks',
  'sources',
  'store',
] as const;
const notForPure = /^(node:|zx|dockerode|simple-git|tmp-promise|write-file-atomic|p-limit|log-update)/;
const notInPureText = /\b(Date\.now|new Date|Math\.random|console\.|process\.|performance\.)/;
const onlyIn: Readonly<Record<string, readonly string[]>> = {
  zx: ['deployers', 'engine', 'injectors', 'recipe'],
  dockerode: ['engine', 'sources', 'injectors', 'actions', 'checks', 'trial'],
  'simple-git': ['recipe'],
  'tmp-promise': ['trial', 'recipe', 'deployers', 'engine'],
  'p-limit': ['campaign', 'trial'],
  commander: ['cli'],
};
/** Only through one file can all that is said be made visible first. */
const terminalFiles: readonly string[] = ['cli/terminal/terminal.ts', 'cli/endings.ts'];
const onTerminal =
  /\bprocess\.std(?:out|err)\b|\bwriteSync\([12],|\bconsole\.(?:log|error|warn|info|debug)\(/;
export const linesMax = { file: 250, function: 60 } as const;
export const columnsMax = 110;

/** The rooms that a room may import besides itself. */
export function allowedRooms(room: string): readonly string[] {
  const place = pureLine.indexOf(room as (typeof pureLine)[number]);
  if (place >= 0) return ['base', ...pureLine.slice(0, place)];
  if ((edges as readonly string[]).includes(room))
    return ['base', 'scenario', 'compose', 'plan', 'evidence', 'trial'];
  switch (room) {
    case 'base':
      return [];
    case 'trial':
      return ['base', 'scenario', 'plan', 'evidence'];
    case 'page':
      return ['base', 'report'];
    case 'live':
      return ['base'];
    case 'watch':
      return ['base', 'scenario', 'plan', 'evidence', 'trial'];
    case 'doors':
      return ['base', ...pureLine, ...edges, 'trial', 'watch'];
    case 'campaign':
      return ['base', ...pureLine.slice(0, pureLine.indexOf('report')), 'trial'];
    default:
      return ['base', ...pureLine, ...edges, 'trial', 'campaign', 'watch', 'live', 'doors', 'cli'];
  }
}

/** Every breach of the import table, the banned modules and the sizes, one sentence each. */
export function violations(sources: Sources): readonly string[] {
  return [...sources].flatMap(([path, text]) => [
    ...importViolations(path, text),
    ...purityViolations(path, text),
    ...terminalViolations(path, text),
    ...sizeViolations(path, text),
    ...widthViolations(path, text),
  ]);
}

function importViolations(path: string, text: string): readonly string[] {
  const room = roomOf(path);
  return importsOf(path, text).flatMap((specifier) => {
    if (!specifier.startsWith('.')) return packageViolations(path, specifier);
    const target = targetOf(path, specifier);
    const other = roomOf(target);
    if (other === room) return [];
    if (!allowedRooms(room).includes(other))
      return [`${path} imports ${target}: ${room} may not see ${other}`];
    if ((edges as readonly string[]).includes(room) && other === 'trial' && target !== 'trial/ports.ts') {
      return [`${path} imports ${target}: an edge sees only trial/ports.ts of trial`];
    }
    return [];
  });
}

function packageViolations(path: string, specifier: string): readonly string[] {
  const rooms = onlyIn[specifier.split('/')[0] ?? ''];
  return rooms === undefined || rooms.includes(roomOf(path))
    ? []
    : [`${path} imports ${specifier}, which belongs in ${rooms.join(', ')}`];
}

function purityViolations(path: string, text: string): readonly string[] {
  if (!(pureLine as readonly string[]).includes(roomOf(path))) return [];
  const imported = importsOf(path, text).filter(
    (specifier) => notForPure.test(specifier) || /base\/(clock|deadline)\.js$/.test(specifier),
  );
  const used = withoutComments(path, text).match(notInPureText);
  return [
    ...imported.map((specifier) => `${path} imports ${specifier}: ${roomOf(path)} is pure`),
    ...(used === null ? [] : [`${path} uses ${used[0]}: ${roomOf(path)} is pure`]),
  ];
}

function terminalViolations(path: string, text: string): readonly string[] {
  const used = terminalFiles.includes(path) ? null : withoutComments(path, text).match(onTerminal);
  return used === null ? [] : [`${path} uses ${used[0]}: what is said goes through cli/terminal/terminal.ts`];
}

function sizeViolations(path: string, text: string): readonly string[] {
  const lines = text.split('\n').length;
  const long = functionsOf(path, text).filter((size) => size.lines > linesMax.function);
  return [
    ...(lines > linesMax.file
      ? [`${path} has ${String(lines)} lines; the most is ${String(linesMax.file)}`]
      : []),
    ...long.map(
      (size) =>
        `${path}:${String(size.line)} has a function of ${String(size.lines)} lines; the most is ` +
        String(linesMax.function),
    ),
  ];
}

/** A text or a regular expression may go past the margin where it cannot be broken; nothing else may. */
export function widthViolations(path: string, text: string): readonly string[] {
  const wide = text
    .split('\n')
    .flatMap((line, index) => (Array.from(line).length > columnsMax ? [{ line, index }] : []));
  if (wide.length === 0) return [];
  const file = parse(path, text);
  return wide.flatMap(({ line, index }) => {
    const margin = Array.from(line).slice(0, columnsMax).join('').length;
    const kind = kindAt(file, (file.getLineStarts()[index] ?? 0) + margin);
    const where = `${path}:${String(index + 1)}`;
    return unbreakable.has(kind) ? [] : [`${where} goes past ${String(columnsMax)} columns`];
  });
}

const unbreakable: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.StringLiteral,
  ts.SyntaxKind.RegularExpressionLiteral,
  ts.SyntaxKind.NoSubstitutionTemplateLiteral,
  ts.SyntaxKind.TemplateExpression,
]);

/** The outermost text or regular expression around a place of a file, else what is there. */
function kindAt(file: ts.SourceFile, at: number): ts.SyntaxKind {
  const look = (node: ts.Node): ts.SyntaxKind => {
    if (unbreakable.has(node.kind)) return node.kind;
    const inner = node.getChildren(file).find((child) => child.getStart(file) < at && at <= child.getEnd());
    return inner === undefined ? node.kind : look(inner);
  };
  return look(file);
}

/** Files that neither door reaches. */
export function deadFiles(sources: Sources, doors: readonly string[]): readonly string[] {
  const reached = new Set<string>();
  const open = [...doors];
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    const text = sources.get(path);
    if (text === undefined || reached.has(path)) continue;
    reached.add(path);
    for (const specifier of importsOf(path, text))
      if (specifier.startsWith('.')) open.push(targetOf(path, specifier));
  }
  return [...sources.keys()].filter((path) => !reached.has(path));
}

/** Files that import each other in a ring, each ring once, by its first file. */
export function circles(sources: Sources): readonly string[] {
  const next = (path: string): readonly string[] =>
    importsOf(path, sources.get(path) ?? '')
      .filter((to) => to.startsWith('.'))
      .map((to) => targetOf(path, to));
  const done = new Set<string>();
  const found: string[] = [];
  const walk = (path: string, way: readonly string[]): void => {
    const from = way.indexOf(path);
    if (from >= 0) found.push([...way.slice(from), path].join(' -> '));
    if (from >= 0 || done.has(path)) return;
    for (const to of next(path)) walk(to, [...way, path]);
    done.add(path);
  };
  for (const path of sources.keys()) walk(path, []);
  return found;
}

/** The length of every function, arrow functions included, in lines. */
export function functionsOf(
  path: string,
  text: string,
): readonly { readonly line: number; readonly lines: number }[] {
  const file = parse(path, text);
  const found: { line: number; lines: number }[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && 'body' in node && node.body !== undefined) {
      const first = file.getLineAndCharacterOfPosition(node.getStart(file)).line;
      const last = file.getLineAndCharacterOfPosition(node.getEnd()).line;
      found.push({ line: first + 1, lines: last - first + 1 });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function importsOf(path: string, text: string): readonly string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (
      (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) &&
      node.moduleSpecifier !== undefined &&
      ts.isStringLiteral(node.moduleSpecifier)
    ) {
      found.push(node.moduleSpecifier.text);
    }
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const [specifier] = node.arguments;
      if (specifier !== undefined && ts.isStringLiteral(specifier)) found.push(specifier.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(parse(path, text));
  return found;
}

function withoutComments(path: string, text: string): string {
  return ts.createPrinter({ removeComments: true }).printFile(parse(path, text));
}

export function lineOf(file: ts.SourceFile, node: ts.Node): number {
  return file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1;
}

export function parse(path: string, text: string): ts.SourceFile {
  return ts.createSourceFile(path, text, ts.ScriptTarget.ES2023, true);
}

function targetOf(path: string, specifier: string): string {
  return posix.normalize(posix.join(posix.dirname(path), specifier)).replace(/\.js$/, '.ts');
}

function roomOf(path: string): string {
  return path.includes('/') ? (path.split('/')[0] ?? '') : 'door';
}
