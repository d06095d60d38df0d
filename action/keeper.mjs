// Runs the tool, and ends it in order once its own stdin ends: sudo passes on no signal of the user's, but the end of a
// pipe, which comes as well where the step's process is killed.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { tell } from './github.mjs';

const tool = spawn(process.execPath, process.argv.slice(2), { stdio: ['ignore', 'inherit', 'inherit'] });
tell(process.env['GITHUB_STATE'], { pid: tool.pid ?? '' });
process.stdin.on('end', () => tool.kill('SIGTERM')).resume();
tool.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal ?? 'SIGKILL']));
