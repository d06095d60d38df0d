import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { upgradeLine } from '../harness/recording/old-lines.ts';
import { readRecording } from '../harness/recording/read.ts';
import { renderJson } from '../harness/report/json.ts';
import { judgeExec } from '../harness/verdict/exec/judge-exec.ts';
import { judge } from '../harness/verdict/judge.ts';
import { judgeRepeats } from '../harness/verdict/repeats.ts';
import { publishedSchemas } from '../scripts/schemas.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const compiled = (name: string) =>
  new Ajv({ allowUnionTypes: true, validateFormats: false }).compile(
    JSON.parse(readFileSync(join(root, 'schemas', name), 'utf8')) as object,
  );
const validate = compiled('result.schema.json');

/** The result of a recording from a real host, as it is written. */
async function resultOf(name: string): Promise<object> {
  const recording = await readRecording(join(root, 'test/fixtures/recordings', name));
  const findings = recording.exec ? judgeExec(recording, recording.exec) : judge(recording);
  return JSON.parse(renderJson(findings)) as object;
}

describe('the published schemas', () => {
  it('are what the zod objects say: run `npm run schema` where they are not', async () => {
    for (const [name, schema] of Object.entries(await publishedSchemas()))
      expect(schema).toBe(readFileSync(join(root, 'schemas', name), 'utf8'));
  });

  it.each(['run', 'exec', 'exec-lived'])('fit each line of a real recording of %s', (name) => {
    const fits = compiled('recording.schema.json');
    const text = readFileSync(join(root, 'test/fixtures/recordings', name, 'recording.ndjson'), 'utf8');
    for (const line of text.trimEnd().split('\n'))
      expect(fits(upgradeLine(JSON.parse(line))) || fits.errors).toBe(true);
  });

  it.each(
    readdirSync(join(root, 'scenarios'), { withFileTypes: true })
      .filter((one) => one.isDirectory())
      .map(({ name }) => name),
  )('fit the scenario %s', (name) => {
    const fits = compiled('scenario.schema.json');
    expect(
      fits(parse(readFileSync(join(root, 'scenarios', name, 'scenario.yaml'), 'utf8'))) || fits.errors,
    ).toBe(true);
  });

  it('refuse a misspelt key of a scenario, also in a change', () => {
    const fits = compiled('scenario.schema.json');
    const scenario = parse(
      readFileSync(join(root, 'scenarios/upload-spool/scenario.yaml'), 'utf8'),
    ) as object;
    expect(fits({ ...scenario, memroy: '1Mi' })).toBe(false);
    const expected = { outcome: 'survived' };
    expect(fits({ ...scenario, arms: { x: { change: { load: { rat: '1/s' } }, expect: expected } } })).toBe(
      false,
    );
    expect(fits({ ...scenario, arms: { x: { change: { load: { rate: '1/s' } }, expect: expected } } })).toBe(
      true,
    );
  });
});

describe('the published schema of result.json', () => {
  it.each(['run', 'exec'])('fits a real result of %s', async (name) => {
    expect(validate(await resultOf(name)) || validate.errors).toBe(true);
  });

  it('fits the result of several runs', async () => {
    const run = judge(await readRecording(join(root, 'test/fixtures/recordings/run')));
    const whole: unknown = JSON.parse(renderJson(judgeRepeats([run, run], 2)));
    expect(validate(whole) || validate.errors).toBe(true);
  });

  it.each([
    ['without a schemaVersion', { schemaVersion: undefined }],
    ['of another version', { schemaVersion: 2 }],
    ['with a verdict that there is not', { verdict: 'FINE' }],
    ['without scenarios', { scenarios: undefined }],
  ])('does not fit a result %s', async (_what, change) => {
    expect(validate({ ...(await resultOf('run')), ...change })).toBe(false);
  });
});
