import { startChild } from '../../children.ts';
import { Failure } from '../../errors.ts';
import type { Recorder, RecordingLine } from '../../recording/types.ts';
import type { Arm } from '../../scenario/types.ts';
import type { Load, RunningLoad } from '../load.ts';
import type { LoadSettings } from './settings.ts';

/** The load generator that comes with the tool: a child process for each arm. */
export function builtinLoad(program: () => Promise<string>, seed: number): Load {
  return {
    name: 'builtin',
    prepare: async (arm, url, record) => prepare(await program(), settingsOf(arm, url, seed), record),
  };
}

function prepare(program: string, settings: LoadSettings, record: Recorder): RunningLoad {
  const argv: [string, ...string[]] = [process.execPath, program, JSON.stringify(settings)];
  let finished = false;
  const child = startChild(argv, (text) => {
    const line = JSON.parse(text) as RecordingLine;
    if (line.kind === 'load-ended') finished = true;
    record(line);
  });
  return {
    run: async () => {
      child.say('start');
      const { exitCode, signal, stderr } = await child.ended;
      if (finished) return;
      throw new Failure(
        'infrastructure',
        `The load generator ended before its load did (${signal ?? exitCode}).`,
        {
          hint: stderr,
        },
      );
    },
    stop: async () => void (await child.stop()),
  };
}

function settingsOf(arm: Arm, url: string, seed: number): LoadSettings {
  const { load } = arm.setup;
  return {
    arm: arm.id,
    url,
    method: load.body === null ? 'GET' : 'POST',
    path: load.body === null ? '/read' : '/upload',
    bodyBytes: load.body,
    maxVUs: load.maxVUs,
    seed,
    plan: { ratePerSecond: load.rate, rampMs: load.ramp, durationMs: load.for },
  };
}
