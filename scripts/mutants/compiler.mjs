// Mutants that the compiler refuses never reach a test: `npm test` begins with the types.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { root } from './rooms.mjs';

/** Those of `mutants` with which their file has an error of types. */
export function compilerRefuses(mutants) {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile);
  const { options, fileNames } = ts.parseJsonConfigFileContent({ ...config, include: ['src'] }, ts.sys, root);
  const texts = new Map();
  const versions = new Map();
  const textOf = (path) => texts.get(path) ?? readFileSync(path, 'utf8');
  const service = ts.createLanguageService({
    getScriptFileNames: () => fileNames,
    getScriptVersion: (path) => String(versions.get(path) ?? 0),
    getScriptSnapshot: (path) =>
      ts.sys.fileExists(path) ? ts.ScriptSnapshot.fromString(textOf(path)) : undefined,
    getCurrentDirectory: () => root,
    getCompilationSettings: () => options,
    getDefaultLibFileName: (of) => ts.getDefaultLibFilePath(of),
    fileExists: ts.sys.fileExists,
    readFile: ts.sys.readFile,
    readDirectory: ts.sys.readDirectory,
    directoryExists: ts.sys.directoryExists,
    getDirectories: ts.sys.getDirectories,
  });
  return mutants.filter(({ file, start, end, to }) => {
    const path = join(root, file);
    const text = readFileSync(path, 'utf8');
    const put = (content) => {
      texts.set(path, content);
      versions.set(path, (versions.get(path) ?? 0) + 1);
    };
    put(text.slice(0, start) + to + text.slice(end));
    const refused =
      service.getSyntacticDiagnostics(path).length > 0 || service.getSemanticDiagnostics(path).length > 0;
    put(text);
    return refused;
  });
}
