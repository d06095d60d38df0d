import { cpSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { expectFix, expectKill, killedByTmpfs, plateau, writeScenario } from '../cli/scripted.ts';
import { root } from '../cli.ts';
import { Step } from './step.ts';

const arms = { baseline: expectKill, fix: expectFix };

/** A step that runs the scenario `mine` of its workspace, whose arms do as told. */
function stepOf(name: string, scripts: Record<string, unknown>, inputs: Record<string, string> = {}): Step {
  const { directory, script } = writeScenario(name, arms, scripts);
  const step = new Step(
    { platform: 'scripted', args: './mine', ...inputs },
    { env: { REPRO_SCRIPT: script } },
  );
  cpSync(directory, join(step.workspace, 'mine'), { recursive: true });
  const text = readFileSync(script, 'utf8').replaceAll(`"${name}/`, '"mine/');
  writeFileSync(script, text);
  return step;
}

const errorsIn = (log: string) => log.match(/^::error .*$/gm) ?? [];

describe('a step that uses the action', () => {
  it('succeeds with all that came of the run as outputs, and its tables in the summary of the job', async () => {
    const step = stepOf('action-green', { baseline: killedByTmpfs, fix: plateau });
    const { exitCode, log } = await step.main().ended;
    expect(exitCode, log).toBe(0);
    const out = join(step.workspace, 'repro-out/not-a-leak_not-a-leak_2');
    expect(step.outputs()).toEqual({
      verdict: 'REPRODUCED',
      cause: 'tmpfs',
      result: join(out, 'result.json'),
      report: join(out, 'report.html'),
      'exit-code': '0',
    });
    for (const name of ['result', 'report'])
      expect(statSync(step.outputs()[name] ?? '').size).toBeGreaterThan(0);
    expect(step.summary().match(/## REPRODUCED/g)).toHaveLength(1);
    expect(log).not.toContain('::error');
    expect(await step.post()).toMatchObject({ exitCode: 0, log: '' });
  });

  it('fails at a line of the scenario where an expectation was not met, and says the verdict', async () => {
    const step = stepOf('action-red', { baseline: killedByTmpfs, fix: killedByTmpfs }, { out: 'reports' });
    const { exitCode, log } = await step.main().ended;
    expect(exitCode).toBe(1);
    const [onLine, ofStep, ...more] = errorsIn(log);
    expect(onLine).toMatch(
      /^::error file=mine\/scenario\.yaml,line=1,col=\d+,title=mine \/ fix%3A outcome::expected/,
    );
    expect(ofStep).toMatch(
      /^::error title=FIX_FAILED::An expectation was not met: .*mine.* \(exit code 1\)$/,
    );
    expect(more.every((line) => line.startsWith('::error file=mine/scenario.yaml'))).toBe(true);
    expect(step.outputs()).toMatchObject({
      verdict: 'FIX_FAILED',
      result: join(step.workspace, 'reports/result.json'),
      'exit-code': '1',
    });
  });

  it('fails without an answer, and says that this is no pass', async () => {
    const step = stepOf('action-open', { baseline: killedByTmpfs, fix: { ...plateau, answered: 0.5 } });
    const { exitCode, log } = await step.main().ended;
    expect(exitCode).toBe(5);
    expect(errorsIn(log).at(-1)).toMatch(
      /^::error title=INCONCLUSIVE::The measurement gave no answer, which does not mean/,
    );
    expect(step.outputs()).toMatchObject({ verdict: 'INCONCLUSIVE', 'exit-code': '5' });
  });

  it('has GitHub annotate each line of a scenario that is wrong', async () => {
    const step = stepOf('action-wrong', {});
    writeFileSync(join(step.workspace, 'mine/scenario.yaml'), 'title: x\nmemory: 12Qi\n');
    const { exitCode, log } = await step.main().ended;
    expect(exitCode).toBe(2);
    const [, file = ''] = /^::add-matcher::(.+)$/m.exec(log) ?? [];
    const { problemMatcher } = JSON.parse(readFileSync(file, 'utf8')) as {
      problemMatcher: { owner: string; pattern: { regexp: string }[] }[];
    };
    const regexp = new RegExp(problemMatcher[0]?.pattern[0]?.regexp ?? '');
    const found = log.split('\n').flatMap((line) => [regexp.exec(line)?.slice(1, 4)]);
    expect(found).toContainEqual(['mine/scenario.yaml', '2', '9']);
    expect(log).toContain(`::remove-matcher owner=${problemMatcher[0]?.owner}::`);
    expect(errorsIn(log)).toEqual([expect.stringContaining('(exit code 2)')]);
    expect(step.outputs()).toMatchObject({ verdict: '', result: '', 'exit-code': '2' });
  });

  it('does not tell the result of an earlier step that wrote to the same folder', async () => {
    const step = stepOf('action-stale', { baseline: killedByTmpfs, fix: plateau });
    expect((await step.main().ended).exitCode).toBe(0);
    writeFileSync(join(step.workspace, 'mine/scenario.yaml'), '{}');
    expect((await step.main().ended).exitCode).toBe(2);
    expect(step.outputs()).toMatchObject({ verdict: '', result: '', report: '', 'exit-code': '2' });
  });

  it('runs nothing where its inputs are wrong', async () => {
    const step = new Step({ args: `mine "and a quote` });
    const { exitCode, log } = await step.main().ended;
    expect(exitCode).toBe(2);
    expect(log).toBe('::error title=not-a-leak::args has a quote that is not closed: "and a quote\n');
    expect(await step.post()).toMatchObject({ exitCode: 0, log: '' });
  });

  it('runs other commands of the tool, from the workspace', async () => {
    const step = stepOf('action-other', {}, { command: 'validate', platform: '' });
    const { exitCode, log } = await step.main().ended;
    expect(exitCode, log).toBe(0);
    expect(step.outputs()).toEqual({ verdict: '', cause: '', result: '', report: '', 'exit-code': '0' });
  });

  it('gives the tool the variables of the job, but no token of GitHub', async () => {
    const step = new Step({ command: 'list', args: '--json' }, { env: { NODE_OPTIONS: `--import=${seen}` } });
    const { log } = await step.main().ended;
    expect(log.match(/^seen by the tool: .*$/gm)).toEqual(['seen by the tool: undefined true']);
  });
});

/** Says what the tool's process has in its environment. */
const seen = `data:text/javascript,${encodeURIComponent(
  `if (process.argv[1] === ${JSON.stringify(join(root, 'dist/not-a-leak.mjs'))})
     console.error('seen by the tool:', process.env.ACTIONS_RUNTIME_TOKEN, process.env.GITHUB_ACTIONS === 'true')`,
)}`;
