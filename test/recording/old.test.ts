import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliDecompressSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Recording } from '../../harness/recording/recording.ts';
import { readRecording } from '../../harness/recording/read.ts';
import { recordingName } from '../../harness/recording/write.ts';
import { judgeExec } from '../../harness/verdict/exec/judge-exec.ts';
import { judge } from '../../harness/verdict/judge.ts';
import { judgedOtherwise } from './judged-otherwise.ts';

const packed = fileURLToPath(new URL('../fixtures/recordings/v0.1.0/', import.meta.url));
const said = JSON.parse(readFileSync(join(packed, 'said.json'), 'utf8')) as Record<string, object>;

function unpack(name: string): Promise<Recording> {
  const folder = mkdtempSync(join(tmpdir(), 'nal-old-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(
    join(folder, recordingName),
    brotliDecompressSync(readFileSync(join(packed, `${name}.ndjson.br`))),
  );
  return readRecording(folder);
}

/** What is judged of a recording, as said.json has it. */
function judgementOf(recording: Recording): object {
  if (recording.exec) {
    const { outcome, cause, heap, oomKills, exitCode, signal } = judgeExec(recording, recording.exec);
    return { outcome, cause, heap, oomKills, exitCode, signal };
  }
  const { verdict, exitCode, scenarios } = judge(recording);
  const arms = scenarios.flatMap(({ name, arms: all }) =>
    all.map((arm) => {
      const { outcome, cause, heap, restarts, oomKills } = arm;
      const expectations = Object.fromEntries(
        arm.expectations.map(({ name: what, met, conclusive }) => [what, conclusive ? met : null]),
      );
      return [`${name}/${arm.name}`, { outcome, cause, heap, restarts, oomKills, expectations }] as const;
    }),
  );
  return {
    verdict,
    exitCode,
    scenarios: Object.fromEntries(scenarios.map((one) => [one.name, one.verdict])),
    arms: Object.fromEntries(arms),
  };
}

describe('a recording that version 0.1.0 made', () => {
  it.each(Object.keys(said))(
    'is read whole, and judged as it was then or as a later fix wants it: %s',
    async (name) => {
      const recording = await unpack(name);
      expect(recording.unreadable).toEqual([]);
      expect(recording.run).toMatchObject({ schemaVersion: 1, version: '0.1.0' });
      expect(judgementOf(recording)).toEqual({ ...said[name], ...judgedOtherwise[name]?.now });
    },
  );
});
