// What a door offers, as text: each exported name with its declaration, without comments and bodies.
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2023,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  strict: true,
  exactOptionalPropertyTypes: true,
  skipLibCheck: true,
  noEmit: true,
  types: ['node'],
};

/** Door -> one block of text a name, in the order of the alphabet. `doors` are paths below src/. */
export function declarationsOf(doors: readonly string[]): ReadonlyMap<string, string> {
  const paths = doors.map((door) => fileURLToPath(new URL(`../../src/${door}`, import.meta.url)));
  const program = ts.createProgram(paths, options);
  const checker = program.getTypeChecker();
  return new Map(
    doors.map((door, index) => {
      const file = program.getSourceFile(paths[index] ?? '');
      const module = file === undefined ? undefined : checker.getSymbolAtLocation(file);
      const names =
        module === undefined
          ? []
          : [...checker.getExportsOfModule(module)].sort((a, b) => (a.name < b.name ? -1 : 1));
      return [door, names.map((name) => `${declarationOf(name, checker)}\n`).join('\n')];
    }),
  );
}

const printer = ts.createPrinter({ removeComments: true });

function declarationOf(exported: ts.Symbol, checker: ts.TypeChecker): string {
  const symbol =
    (exported.flags & ts.SymbolFlags.Alias) !== 0 ? checker.getAliasedSymbol(exported) : exported;
  const [declaration] = symbol.declarations ?? [];
  if (declaration === undefined) return exported.name;
  if (
    ts.isInterfaceDeclaration(declaration) ||
    ts.isTypeAliasDeclaration(declaration) ||
    ts.isClassDeclaration(declaration)
  ) {
    return printer
      .printNode(ts.EmitHint.Unspecified, declaration, declaration.getSourceFile())
      .replace(/^export /, '');
  }
  const type = checker.typeToString(
    checker.getTypeOfSymbol(symbol),
    undefined,
    ts.TypeFormatFlags.NoTruncation,
  );
  return `${ts.isFunctionDeclaration(declaration) ? 'function' : 'const'} ${exported.name}: ${type}`;
}
