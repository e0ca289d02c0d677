// Validates asyncapi.yaml, and its examples against the schemas: the parser leaves those two unchecked against each other.
// Prints what is wrong; the exit code is 1 if anything is.
import { Parser, fromFile } from '@asyncapi/parser';
import Ajv from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { fileURLToPath } from 'node:url';

const file = fileURLToPath(
  new URL('../main/resources/io/github/refundworker/contracts/asyncapi.yaml', import.meta.url));
const { document, diagnostics } = await fromFile(new Parser(), file).parse();
const problems = diagnostics.map(
  ({ severity, path, message }) => `${['error', 'warning', 'information', 'hint'][severity]}: ${path.join('/')}: ${message}`);

let checked = 0;
for (const message of document?.channels().all().flatMap((channel) => channel.messages().all()) ?? []) {
  // Not strict, because the parser leaves marks of its own in the schemas.
  const ajv = addFormats(new Ajv({ strict: false }));
  const check = (name, schema, value) => {
    checked++;
    if (!ajv.validate(schema.json(), value)) problems.push(`error: ${name}: ${ajv.errorsText()}`);
  };
  if (message.examples().isEmpty()) problems.push(`error: ${message.id()}: no example`);
  for (const example of message.examples().all()) {
    const name = `${message.id()}/examples/${example.name()}`;
    check(`${name}/payload`, message.payload(), example.payload());
    if (example.hasHeaders()) check(`${name}/headers`, message.headers(), example.headers());
  }
}

problems.forEach((problem) => console.error(problem));
if (problems.length > 0 || checked === 0) process.exit(1);
console.log(`asyncapi.yaml is valid, and so are the ${checked} payloads and headers of its examples`);
