import { cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { answer } from '../../harness/exec/answer.ts';
import { temporaryFolder } from '../cli.ts';

const temporary = temporaryFolder();
afterAll(temporary.remove);
const recording = join(import.meta.dirname, '../fixtures/recordings/exec/recording.ndjson');

/** What is done one after the other for a recorded command. */
async function answerInOrder(name: string, withPage: boolean): Promise<string[]> {
  const folder = join(temporary.path, name);
  cpSync(recording, join(folder, 'recording.ndjson'));
  const done: string[] = [];
  const judged = () => void done.push(`judged, result.json ${existsSync(join(folder, 'result.json'))}`);
  await answer(folder, judged, withPage ? () => void done.push('page') : null);
  return done;
}

describe('the answer of exec', () => {
  it('is written, then told, and the page comes when it is on the screen', async () =>
    expect(await answerInOrder('with', true)).toEqual(['judged, result.json true', 'page']));

  it('goes without a page where none is wanted', async () =>
    expect(await answerInOrder('without', false)).toEqual(['judged, result.json true']));
});
