// Says what is wrong with an AsyncAPI document, by AsyncAPI's own schema.
import { readFileSync } from 'node:fs';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import specs from '@asyncapi/specs';

const document = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const ajv = new Ajv({ strict: false, allErrors: true });
addFormats(ajv);
const schema = structuredClone(specs.schemas[document.asyncapi]);
// The validator has it already.
delete schema.definitions['http://json-schema.org/draft-07/schema'];
const validate = ajv.compile(schema);
if (!validate(document)) {
  console.error(JSON.stringify(validate.errors, null, 2));
  process.exit(1);
}
console.log(`valid AsyncAPI ${document.asyncapi}`);
