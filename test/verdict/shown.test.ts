import { describe, expect, it } from 'vitest';
import { setupSchema } from '../../harness/scenario/schema.ts';
import { judgeShown } from '../../harness/verdict/shown.ts';
import type { ArmRecording } from '../../harness/recording/recording.ts';
import { armRecording } from '../recording.ts';

const app = { command: ['./app'], port: 8080 };
const command = { command: ['wrk'], for: '9s' };

function shown(load: Record<string, unknown>, change: Partial<ArmRecording> = {}) {
  const recording = armRecording(change);
  const setup = setupSchema.parse({ app, memory: '64Mi', load });
  return judgeShown({ ...recording, arm: { ...recording.arm, setup } });
}

const end = (exitCode: number | null, endedBy: 'time' | null = null) => ({
  loadCommand: { exitCode, signal: null, endedBy, lastLines: ['bye', ' '] } as never,
});

const read = (before: number | null, after: number | null) => ({
  loadMetric: { before, after, page: 'http://x/metrics' } as never,
});

describe("what shows that a load worked that can't be counted", () => {
  it('is nothing for requests, which are counted, and nothing where none is named', () => {
    expect(shown({ rate: '1/s', for: '1s' })).toBeNull();
    expect(shown({ none: '9s' })).toBeNull();
  });

  it('is exit code 0 of a command that ended by itself, if nothing else is named', () => {
    expect(shown(command, end(0))).toMatchObject({ by: 'exit', met: true });
    expect(shown(command, end(1))).toMatchObject({ met: false, found: 'exit code 1, after "bye"' });
    expect(shown(command, end(null, 'time'))).toMatchObject({
      met: false,
      found: 'it had not ended after 9.0 s',
    });
    expect(shown(command)).toMatchObject({ met: false });
  });

  it('is a line, or a figure that has grown by enough', () => {
    const log = { ...command, delivered: { log: 'tps' } };
    expect(shown(log, end(0))).toMatchObject({ by: 'log', met: false });
    expect(shown(log, { loadLog: { line: 'tps 5' } as never })).toMatchObject({
      met: true,
      found: '"tps 5"',
    });
    const metric = { ...command, delivered: { metric: 'jobs_total', grows: 10 } };
    expect(shown(metric)).toMatchObject({ by: 'metric', met: false });
    expect(shown(metric, read(5, 15))).toMatchObject({ met: true });
    expect(shown(metric, read(5, 14))).toMatchObject({ met: false, found: 'from 5 to 14' });
    expect(shown(metric, read(null, null))).toMatchObject({ met: false });
  });
});
