import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { serialize } from 'node:v8';
import { createColors } from 'picocolors';
import { afterAll, describe, expect, it } from 'vitest';
import { Failure } from '../../harness/errors.ts';
import { readRecording } from '../../harness/recording/read.ts';
import type { Recording } from '../../harness/recording/recording.ts';
import { renderExecMarkdown } from '../../harness/report/exec-markdown.ts';
import { renderRunHtml } from '../../harness/report/html/run-page.ts';
import { renderJson } from '../../harness/report/json.ts';
import { renderJunit } from '../../harness/report/junit.ts';
import { renderMarkdown } from '../../harness/report/markdown.ts';
import { renderText } from '../../harness/report/text.ts';
import { judgeExec } from '../../harness/verdict/exec/judge-exec.ts';
import { judge } from '../../harness/verdict/judge.ts';
import { temporaryFolder } from '../cli.ts';

const folder = temporaryFolder();
afterAll(folder.remove);

const recorded = (name: string) =>
  readFileSync(
    fileURLToPath(new URL(`../fixtures/recordings/${name}/recording.ndjson`, import.meta.url)),
    'utf8',
  );

interface Reported {
  exitCode: number;
  /** Absent where it is refused. */
  json?: string;
  text: string;
}

/** Most wrong values have their line refused, and then it is the same recording again. */
const toldOf = new Map<string, Reported>();

/** All reports of a recording with this text; a Failure is what a user would be told. */
async function reported(lines: string): Promise<Reported> {
  const directory = join(folder.path, 'recording');
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, 'recording.ndjson'), lines);
  try {
    const recording = await readRecording(directory);
    const key = serialize(recording).toString('base64');
    const told = toldOf.get(key) ?? reportsOf(recording);
    toldOf.set(key, told);
    return told;
  } catch (error) {
    if (error instanceof Failure) return { exitCode: error.exitCode, text: error.message };
    throw error;
  }
}

function reportsOf(recording: Recording): Reported {
  if (recording.exec) {
    const findings = judgeExec(recording, recording.exec);
    const text = renderExecMarkdown(findings, recording.exec.exec);
    return { exitCode: findings.toolExitCode, json: renderJson(findings), text };
  }
  const findings = judge(recording);
  renderJunit([findings]);
  renderMarkdown(findings);
  renderRunHtml(findings, recording, '/runs/1');
  const text = renderText(findings, createColors(false));
  return { exitCode: findings.exitCode, json: renderJson(findings), text };
}

const wrongValues = [null, undefined, 'x', -1, 1e300, true, [], {}, ['x'], [null]];

/** Copies of a value, each with one thing in it wrong. */
function* broken(value: unknown): Generator {
  yield* wrongValues;
  if (Array.isArray(value)) {
    for (const index of value.keys()) {
      if (index < 3) for (const wrong of broken(value[index])) yield value.with(index, wrong);
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, inner] of Object.entries(value)) {
      for (const wrong of broken(inner)) yield { ...value, [name]: wrong };
    }
  }
}

describe.each(['run', 'exec'])('the recording of %s', (name) => {
  const whole = recorded(name);
  const lines = whole.trimEnd().split('\n');

  it('is judged as it was, where it is whole', async () => {
    expect((await reported(whole)).exitCode).toBe(0);
  });

  it('is INCONCLUSIVE, with what is known of it, wherever it breaks off', async () => {
    for (let missing = 1; missing < lines.length - 3; missing += 5) {
      const { exitCode, text } = await reported(lines.slice(0, -missing).join('\n'));
      expect(exitCode).toBe(5);
      expect(text).toContain('the recording breaks off');
    }
  });

  it('is INCONCLUSIVE where a line of it is garbage, and says which', async () => {
    const { exitCode, text } = await reported(lines.toSpliced(4, 1, '\u0000\u0001{"kind":').join('\n'));
    expect(exitCode).toBe(5);
    expect(text).toContain("Line 5 of the recording can't be read.");
  });

  it('gives no share that is not a number, where its sampler ran for no time', async () => {
    const stopped = whole.replaceAll(/"cpuMs":[^,}]+,"wallMs":[^,}]+/g, '"cpuMs":0,"wallMs":0');
    expect(stopped).not.toBe(whole);
    expect((await reported(stopped)).json).not.toContain('"coreShare": null');
  });

  it('never ends in a bug, whatever one of its values is', { timeout: 300_000 }, async () => {
    const kinds = new Map(lines.map((line, index) => [(JSON.parse(line) as { kind: string }).kind, index]));
    const codes = new Set<number>();
    for (const index of kinds.values()) {
      for (const wrong of broken(JSON.parse(lines[index] ?? ''))) {
        const text = lines.toSpliced(index, 1, JSON.stringify(wrong) ?? '').join('\n');
        codes.add((await reported(text)).exitCode);
      }
    }
    expect([...codes].filter((code) => ![0, 1, 2, 5].includes(code))).toEqual([]);
  });
});

describe('a recording', () => {
  it.each([
    ['is empty', ''],
    ['is a blank line', '\n'],
    ['is something else altogether', '<!doctype html>\n'],
  ])('that %s is refused as the user’s mistake', async (_what, text) => {
    const { exitCode, text: said } = await reported(text);
    expect(exitCode).toBe(2);
    expect(said).toContain('is not a recording');
  });

  it.each([
    ['a FIFO, which would be waited for', (path: string) => execFileSync('mkfifo', [path])],
    ['a device without an end', (path: string) => symlinkSync('/dev/zero', path)],
    ['a folder', (path: string) => mkdirSync(path)],
  ])('that is %s is refused at once', (what, make) => {
    const directory = join(folder.path, what);
    mkdirSync(directory);
    make(join(directory, 'recording.ndjson'));
    // In a process of its own, which can be ended: one that waits in a system call hears no signal but this.
    const bin = fileURLToPath(new URL('../../dist/not-a-leak.mjs', import.meta.url));
    const { status, stderr } = spawnSync(process.execPath, [bin, 'report', directory], {
      encoding: 'utf8',
      timeout: 10_000,
      killSignal: 'SIGKILL',
    });
    expect(stderr).toContain('recording.ndjson is not a regular file.');
    expect(status).toBe(2);
  });

  it('that has lost its line on the run is INCONCLUSIVE, and shows the rest', async () => {
    const [, ...rest] = recorded('run').trimEnd().split('\n');
    const { exitCode, text: said } = await reported(rest.join('\n'));
    expect(exitCode).toBe(5);
    expect(said).toContain('The line with platform, host and seed is lost.');
    expect(said).toContain('baseline');
  });
});
