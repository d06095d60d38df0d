import { cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { answer } from '../../harness/exec/answer.ts';
import type { Host } from '../../harness/process/host.ts';
import { temporaryFolder } from '../cli.ts';
import { noSignals } from '../no-signals.ts';

const temporary = temporaryFolder();
afterAll(temporary.remove);
const recording = join(import.meta.dirname, '../fixtures/recordings/exec/recording.ndjson');

/** What is done one after the other for a recorded command. */
async function answerInOrder(name: string, withPage: boolean): Promise<string[]> {
  const folder = join(temporary.path, name);
  cpSync(recording, join(folder, 'recording.ndjson'));
  const done: string[] = [];
  const output = {
    write: () => void done.push('shown'),
    isTTY: false,
    size: () => ({ columns: 80, rows: 24 }),
  };
  const host: Host = {
    cwd: folder,
    env: {},
    stdout: output,
    stderr: output,
    signal: new AbortController().signal,
    signals: noSignals,
    onExit: () => () => undefined,
    onSuspend: () => () => undefined,
  };
  const writePage = withPage ? () => void done.push('page') : null;
  const writeTarget = () => void done.push(`target, result.json ${existsSync(join(folder, 'result.json'))}`);
  await answer(host, { memory: 2 ** 26 }, { folder, writeTarget, writePage });
  return done;
}

describe('the answer of exec', () => {
  it('is written, then shown, and the page comes when it is on the screen', async () =>
    expect(await answerInOrder('with', true)).toEqual(['target, result.json true', 'shown', 'page']));

  it('goes without a page where none is wanted', async () =>
    expect(await answerInOrder('without', false)).toEqual(['target, result.json true', 'shown']));
});
