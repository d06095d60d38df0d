import { describe, expect, it } from 'vitest';
import { schemaSeenFrom } from '../../harness/init/schema-line.ts';

describe("the line for an editor's language server", () => {
  it('leads to the schema in node_modules of the same project, or in this package', () => {
    const inProject = '/home/me/api/node_modules/not-a-leak';
    const schema = 'node_modules/not-a-leak/schemas/scenario.schema.json';
    expect(schemaSeenFrom('/home/me/api/test/memory', inProject)).toBe(`../../${schema}`);
    expect(schemaSeenFrom('/opt/tool/scenarios/x', '/opt/tool')).toBe('../../schemas/scenario.schema.json');
  });

  it('is left out elsewhere: others would not find it', () => {
    expect(schemaSeenFrom('/home/me/api', '/usr/lib/node_modules/not-a-leak')).toBeNull();
  });
});
