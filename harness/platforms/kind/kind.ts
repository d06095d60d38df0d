import { Failure } from '../../errors.ts';
import { tryProgram, type ExecOptions } from '../../process/run-program.ts';
import type { Tools } from './tools.ts';

const keptLines = 12;
/** A command that kind quotes in full, with all its twenty flags. */
const longCommand = /command "(\S+ \S+)[^"]{60,}"/g;
/** kind's progress output, which is no reason. */
const step = /^\s*[•✓✗] |^(Creating|Deleting|Deleted) |^cgroup v1 is deprecated|^Run '.*--help'/;

/** Runs a kind command that must succeed; throws a Failure that says `what` failed, with kind's last words. */
export async function runKind(
  { kind, env }: Tools,
  what: string,
  args: string[],
  options: ExecOptions = {},
): Promise<string> {
  const ran = await tryProgram([kind, ...args], { env, ...options });
  if (ran.exitCode === 0) return ran.stdout;
  const [first = `kind ended with exit code ${ran.exitCode ?? 'none'}`, ...rest] = lastWords(
    `${ran.stdout}\n${ran.stderr}`,
  );
  const notStarted = ran.broken === null ? first : `${kind} could not be started (${ran.broken})`;
  const how = ran.broken === 'timeout' ? 'kind did not end in time' : notStarted;
  const hint = [...(how === first ? [] : [first]), ...rest].join('\n');
  throw new Failure('infrastructure', `${what}: ${how}`, hint === '' ? {} : { hint });
}

/** kind's own error, and the end of the output of the command that failed. */
export function lastWords(output: string): string[] {
  const from = output.lastIndexOf('ERROR: ');
  const lines = (from < 0 ? output : output.slice(from + 'ERROR: '.length))
    .replace(/^failed to create cluster: /, '')
    .replaceAll(longCommand, '$1')
    .replaceAll('Command Output: ', '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !step.test(line));
  return lines.length <= keptLines ? lines : [...lines.slice(0, 1), ...lines.slice(1 - keptLines)];
}
