import { fileURLToPath } from 'node:url';
import { createColors } from 'picocolors';
import { describe, expect, it } from 'vitest';
import { readRecording } from '../../harness/recording/read.ts';
import { renderExecMarkdown } from '../../harness/report/exec-markdown.ts';
import { renderExecText } from '../../harness/report/exec-text.ts';
import { judgeExec } from '../../harness/verdict/exec/judge-exec.ts';
import { hostile } from './hostile.ts';

const folder = fileURLToPath(new URL('../fixtures/recordings/exec', import.meta.url));

async function commandOf() {
  const recording = await readRecording(folder);
  if (!recording.exec) throw new Error('no command in the recording');
  return { findings: judgeExec(recording, recording.exec), exec: recording.exec.exec };
}

describe('the result of a command', () => {
  it('wraps to the width of the terminal, what belongs to a row below its words', async () => {
    const lines = renderExecText((await commandOf()).findings, createColors(false), 60).split('\n');
    expect(lines.every(({ length }) => length <= 60)).toBe(true);
    expect(lines.some((line) => /^ {18}\S/.test(line))).toBe(true);
  });

  it('says in Markdown how to run it again', async () => {
    const { findings, exec } = await commandOf();
    const text = renderExecMarkdown(findings, exec);
    expect(text).toContain('exec --memory 100Mi --scratch memory:/srv/scratch --heap node -- node ');
  });

  it('is inert and short, whatever files and processes are called', async () => {
    const one = { path: `/x/${hostile}`, bytes: 1 };
    const mounts = [{ point: hostile, usedBytes: 1, files: { count: 1, bytes: 1, largest: [one] } }];
    const { findings, exec } = await commandOf();
    const argv = [`${hostile}${'x'.repeat(10 * 2 ** 20)}`];
    const nasty = {
      ...findings,
      cause: 'tmpfs' as const,
      argv,
      holdersAfter: findings.holders && { ...findings.holders, mounts },
      leftBehind: [{ pid: 1, name: hostile }],
      failure: hostile,
    };
    const texts = [renderExecText(nasty, createColors(false)), renderExecMarkdown(nasty, { ...exec, argv })];
    for (const text of texts) {
      expect(text).not.toMatch(/[^\P{Cc}\n]/u);
      expect(text.length).toBeLessThan(20_000);
      expect(text.split('\n').filter((line) => /^\s*::/.test(line))).toEqual([]);
    }
  });
});
