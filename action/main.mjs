// The step: builds the tool, runs it, and tells GitHub what came of it. The run itself writes annotations, folded groups
// and the job's summary.
import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { command, tell } from './github.mjs';
import { readInputs } from './inputs.mjs';
import { failureWords, readOutcome, stampOf } from './outcome.mjs';
import { withoutTokens, wordsForRoot } from './root.mjs';
import { buildTool, runTool } from './tool.mjs';

/** @typedef {import('./inputs.mjs').Asked} Asked */

const env = withoutTokens(process.env);
const cwd = env['GITHUB_WORKSPACE'] || process.cwd();
/** Has GitHub annotate the lines of a scenario file that is wrong. */
const matcher = fileURLToPath(new URL('problems.json', import.meta.url));
const cancelling = new AbortController();
const { signal } = cancelling;
// A cancelled step gets SIGINT, SIGTERM 7.5 s later, and SIGKILL 2.5 s after that. One asks the run to end in order;
// what it has no time for is left to post.mjs.
// https://docs.github.com/actions/reference/workflows-and-actions/workflow-cancellation
for (const name of ['SIGINT', 'SIGTERM']) process.on(name, () => cancelling.abort());

const wanted = readAsked();
process.exitCode = wanted === null ? 2 : await act(wanted);

/** Null if the inputs are wrong. */
function readAsked() {
  try {
    return readInputs(process.env, cwd);
  } catch (error) {
    fail(2, 'not-a-leak', error instanceof Error ? error.message : String(error));
    return null;
  }
}

/** Returns the exit code. @param {Asked} asked */
async function act(asked) {
  command('group', 'Install and build not-a-leak');
  const built = await buildTool(env, signal);
  command('endgroup');
  if (signal.aborted) return 130;
  if (built !== 0) return fail(4, 'not-a-leak', 'The tool could not be built: the log says why.');
  return runAsked(asked, rootWords(asked));
}

/** @param {Asked} asked */
function rootWords({ asRoot }) {
  const words = asRoot ? wordsForRoot(env) : [];
  if (words === null) process.stdout.write('Not as root: sudo is not here, or wants a password.\n');
  return words ?? [];
}

/** @param {Asked} asked @param {string[]} words */
async function runAsked(asked, words) {
  tell(env['GITHUB_STATE'], { words: JSON.stringify(words), since: new Date().toISOString() });
  const before = stampOf(asked.out);
  const hasProblems = asked.command !== 'exec'; // there the lines are those of another program
  if (hasProblems) command('add-matcher', matcher);
  const code = await runTool(asked.argv, { words, cwd, env, signal });
  if (hasProblems) command('remove-matcher', '', { owner: 'not-a-leak' });
  const outcome = readOutcome(asked.out, before);
  const { verdict, cause, result, report } = outcome;
  tell(env['GITHUB_OUTPUT'], { verdict, cause, result, report, 'exit-code': code });
  if (asked.command === 'exec') summarize(asked.out, result);
  if (code === 0 || signal.aborted) return code;
  const { title, text } = failureWords(code, outcome);
  return fail(code, title, text);
}

/** A run does this by itself. @param {string | null} folder @param {string} result */
function summarize(folder, result) {
  const summary = env['GITHUB_STEP_SUMMARY'];
  if (summary && folder && result)
    appendFileSync(summary, `${readFileSync(join(folder, 'result.md'), 'utf8')}\n`);
}

/** @param {number} code @param {string} title @param {string} text */
function fail(code, title, text) {
  command('error', text, { title });
  return code;
}
