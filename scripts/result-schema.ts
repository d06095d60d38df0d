/** Makes schemas/result.schema.json from the types of the verdict, their one source: `npm run schema`. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { createGenerator } from 'ts-json-schema-generator';

const path = fileURLToPath(new URL('../schemas/result.schema.json', import.meta.url));

/** The schema as it stands in the repository. */
export async function resultSchema(): Promise<string> {
  const root = fileURLToPath(new URL('..', import.meta.url));
  const generator = createGenerator({
    path: `${root}harness/verdict/result.ts`,
    tsconfig: `${root}tsconfig.json`,
    type: 'Result',
    topRef: false,
    additionalProperties: true,
    skipTypeCheck: true,
    jsDoc: 'extended',
  });
  const { $schema, ...schema } = generator.createSchema('Result');
  const text = JSON.stringify({ $schema, title: 'result.json of not-a-leak', ...schema });
  return format(text, { ...(await resolveConfig(path)), parser: 'json' });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(path, await resultSchema());
