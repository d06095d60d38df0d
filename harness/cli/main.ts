import { toolCommand } from '../package/tool-command.ts';
import { endProcess } from '../process/end-process.ts';
import { ownLeftovers } from '../resources/leftovers.ts';
import { refuseTakenByNpm } from './arguments/taken-by-npm.ts';
import { explain } from './explain.ts';
import { hostOfProcess } from './host.ts';
import { makeProgram } from './program.ts';

const host = hostOfProcess(sayEndedAtOnce);
process.on('uncaughtException', (error) => process.exit(explain(error, host.stderr)));

try {
  refuseTakenByNpm(host.env);
  await makeProgram(host, (code) => void (process.exitCode = code)).parseAsync();
} catch (error) {
  process.exitCode = explain(error, host.stderr);
}
await endProcess();

function sayEndedAtOnce(): void {
  const left = ownLeftovers(host.env);
  const say = ['Ended at once. Not yet undone:', ...left.map((row) => `  ${row}`)];
  say.push(`The run's janitor removes it now. What it leaves: ${toolCommand()} clean`);
  host.stderr.write(left.length > 0 ? `${say.join('\n')}\n` : 'Ended at once; nothing is left.\n');
}
