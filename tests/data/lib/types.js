// Holds data to the types that somebody declared for TypeScript.

import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const folder = fileURLToPath(new URL('..', import.meta.url));
const options = { strict: true, noEmit: true, module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext, types: [] };

/**
 * What the compiler says of `things`, each `{ name, type, value }`, beside the lines of `imports`.
 *
 * A value is written as a literal, so that what its type does not have is an error too.
 */
export function mistakes(imports, things) {
  const lines = things.map(({ type, value }, index) => `export const thing${index}: ${type} = ${JSON.stringify(value)};`);
  const first = imports.length;
  const path = join(folder, 'things.mts');
  const host = withFile(path, [...imports, ...lines].join('\n'));
  const program = ts.createProgram([path], options, host);
  return ts.getPreEmitDiagnostics(program).map(({ file, start, messageText }) => {
    const line = file === undefined ? -1 : file.getLineAndCharacterOfPosition(start).line;
    return `${things[line - first]?.name ?? file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
  });
}

/** A compiler's view of the disk that has one file more. */
function withFile(path, text) {
  const host = ts.createCompilerHost(options);
  const { readFile, fileExists } = host;
  const source = host.getSourceFile;
  return Object.assign(host, {
    fileExists: (name) => name === path || fileExists(name),
    readFile: (name) => (name === path ? text : readFile(name)),
    getSourceFile: (name, ...rest) => (name === path ? ts.createSourceFile(name, text, ts.ScriptTarget.Latest) : source.call(host, name, ...rest)),
  });
}
