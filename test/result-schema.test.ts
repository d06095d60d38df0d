import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { readRecording } from '../harness/recording/read.ts';
import { renderJson } from '../harness/report/json.ts';
import { judgeExec } from '../harness/verdict/exec/judge-exec.ts';
import { judge } from '../harness/verdict/judge.ts';
import { judgeRepeats } from '../harness/verdict/repeats.ts';
import { resultSchema } from '../scripts/result-schema.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const published = readFileSync(join(root, 'schemas/result.schema.json'), 'utf8');
const validate = new Ajv({ allowUnionTypes: true }).compile(JSON.parse(published) as object);

/** The result of a recording from a real host, as it is written. */
async function resultOf(name: string): Promise<object> {
  const recording = await readRecording(join(root, 'test/fixtures/recordings', name));
  const findings = recording.exec ? judgeExec(recording, recording.exec) : judge(recording);
  return JSON.parse(renderJson(findings)) as object;
}

describe('the published schema of result.json', () => {
  it('is what the types say: run `npm run schema` where it is not', async () => {
    expect(published).toBe(await resultSchema());
  });

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
