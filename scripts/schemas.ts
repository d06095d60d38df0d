/** Makes schemas/*.schema.json from the zod objects that are their one source: `npm run schema`. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import * as z from 'zod';
import { lines } from '../harness/recording/lines.ts';
import { result } from '../harness/verdict/result.ts';
import { scenarioSchema, setupSchema } from '../harness/scenario/schema.ts';

const folder = fileURLToPath(new URL('../schemas', import.meta.url));
type Schema = z.core.JSONSchema.BaseSchema;

/** The schemas as they stand in the repository, by the names of their files. */
export async function publishedSchemas(): Promise<Record<string, string>> {
  const kinds = Object.values(lines).map((line) => schemaOf(line));
  return {
    'recording.schema.json': await text('a line of recording.ndjson of not-a-leak', { anyOf: kinds }),
    'result.schema.json': await text('result.json of not-a-leak', schemaOf(result)),
    'scenario.schema.json': await text('scenario.yaml of not-a-leak', scenario()),
  };
}

/** What somebody may write; more may stand in a line of a recording, and nothing else in a scenario. */
function schemaOf(type: z.ZodType): Schema {
  const { $schema: _, ...schema } = z.toJSONSchema(type, {
    target: 'draft-7',
    io: 'input',
    unrepresentable: 'any',
  });
  return schema;
}

/** A change has the parts of a setup, none of which must be there. */
function scenario(): Schema {
  const schema = schemaOf(scenarioSchema);
  const { arms, ...properties } = schema.properties as Record<string, Schema>;
  const arm = arms?.additionalProperties as Schema;
  const change = withoutRequired(schemaOf(setupSchema)) as Schema;
  const changed = { ...arm, properties: { ...arm.properties, change } };
  return { ...schema, properties: { ...properties, arms: { ...arms, additionalProperties: changed } } };
}

function withoutRequired(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutRequired);
  if (typeof value !== 'object' || value === null) return value;
  const { required: _, ...rest } = value as Record<string, unknown>;
  return Object.fromEntries(Object.entries(rest).map(([name, inner]) => [name, withoutRequired(inner)]));
}

async function text(title: string, schema: Schema): Promise<string> {
  const $schema = 'http://json-schema.org/draft-07/schema#';
  const options = await resolveConfig(`${folder}/x.json`);
  return format(JSON.stringify({ $schema, title, ...schema }), { ...options, parser: 'json' });
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  for (const [name, content] of Object.entries(await publishedSchemas()))
    writeFileSync(`${folder}/${name}`, content);
