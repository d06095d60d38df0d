import { Command } from 'commander';
import { version } from '../package/version.ts';
import type { SetExitCode } from './arguments/common.ts';
import { addClean } from './clean.ts';
import { addDiagnose } from './diagnose.ts';
import { addDoctor } from './doctor.ts';
import { addExec } from './exec.ts';
import { examplesAndExitCodes } from './help.ts';
import type { Host } from './host.ts';
import { addInit } from './init.ts';
import { addList } from './list.ts';
import { addRbac } from './rbac.ts';
import { addRender } from './render.ts';
import { addReport } from './report.ts';
import { addRules } from './rules.ts';
import { addRun } from './run.ts';
import { addValidate } from './validate.ts';

/**
 * The command line. Each command loads its code when it runs, as most share little. `setExitCode` gets the exit
 * code of the command that ran.
 */
export function makeProgram(host: Host, setExitCode: SetExitCode): Command {
  const program = new Command('not-a-leak')
    .description(
      'Gets an app with a flat heap OOM-killed by page cache, proves what filled its limit, and proves which fix works.',
    )
    .version(version)
    .addHelpText('after', examplesAndExitCodes)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => host.stdout.write(text),
      writeErr: (text) => host.stderr.write(text),
    });
  addRun(program.command('run', { isDefault: true }), host, setExitCode);
  addExec(program.command('exec'), host, setExitCode);
  addDiagnose(program.command('diagnose'), host, setExitCode);
  addInit(program.command('init'), host, setExitCode);
  addList(program.command('list'), host, setExitCode);
  addValidate(program.command('validate'), host, setExitCode);
  addDoctor(program.command('doctor'), host, setExitCode);
  addClean(program.command('clean'), host, setExitCode);
  addRender(program.command('render'), host, setExitCode);
  addReport(program.command('report'), host, setExitCode);
  addRbac(program.command('rbac'), host, setExitCode);
  addRules(program.command('rules'), host, setExitCode);
  return program;
}
