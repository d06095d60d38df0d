import { startTeller } from '../process/child.ts';
import { Failure } from '../errors.ts';
import type { Recorder, RecordingLine } from '../recording/types.ts';
import type { RunningLoad } from './load.ts';

/** Drives a load by a program in its own process, see `serveLoad`. */
export function driveProgram(name: string, program: string, settings: object, record: Recorder): RunningLoad {
  let finished = false;
  const child = startTeller([process.execPath, program], (line: RecordingLine) => {
    if (line.kind === 'load-ended') finished = true;
    record(line);
  });
  child.say(JSON.stringify(settings));
  return {
    run: async () => {
      child.say('start');
      const { exitCode, signal, stderr } = await child.ended;
      if (finished) return;
      const how = signal === null ? `exit code ${exitCode}` : `signal ${signal}`;
      throw new Failure('infrastructure', `The load (${name}) ended too early, with ${how}.`, {
        hint: stderr,
      });
    },
    stop: async () => void (await child.stop()),
  };
}
