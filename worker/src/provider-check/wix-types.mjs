// Checks JSON documents against the types that Wix publishes of its Refunds API. Reads lines of "<type> <json>" from its
// input, where a type is one that @wix/auto_sdk_payments_refunds/meta exports without its "Original". A property that the
// type does not have is an error too. Prints what is wrong; the exit code is 1 if anything is.
import ts from 'typescript';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const documents = readFileSync(0, 'utf8').split('\n').filter((line) => line.length > 0).map((line) => {
  const at = line.indexOf(' ');
  return { type: line.slice(0, at), json: line.slice(at + 1) };
});
const source = `
import type * as wix from '@wix/auto_sdk_payments_refunds/meta';
// The types are of objects in memory, where a time is a Date.
type Wire<T> = T extends Date ? string : T extends (infer E)[] ? Wire<E>[] : T extends object ? { [K in keyof T]: Wire<T[K]> } : T;
${documents.map(({ type, json }, i) => `export const d${i}: Wire<wix.${type}Original> = ${json};`).join('\n')}
`;

const file = fileURLToPath(new URL('documents.ts', import.meta.url));
const options = {
  noEmit: true, strict: true, skipLibCheck: true, types: [],
  target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler,
};
const host = ts.createCompilerHost(options);
const { getSourceFile, fileExists, readFile } = host;
host.fileExists = (name) => name === file || fileExists(name);
host.readFile = (name) => (name === file ? source : readFile(name));
host.getSourceFile = (name, ...rest) =>
  name === file ? ts.createSourceFile(name, source, options.target) : getSourceFile(name, ...rest);

const problems = ts.getPreEmitDiagnostics(ts.createProgram([file], options, host));
for (const { messageText, file: at, start } of problems) {
  const line = at && start !== undefined ? source.slice(0, start).split('\n').length - 5 : -1;
  console.error(`${documents[line]?.type ?? '?'}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`);
}
if (problems.length > 0 || documents.length === 0) process.exit(1);
console.log(`${documents.length} documents have the types that Wix publishes`);
