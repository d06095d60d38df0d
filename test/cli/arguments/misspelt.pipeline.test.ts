import { describe, expect, it } from 'vitest';
import { isNear, refuseMisspelt } from '../../../harness/cli/arguments/misspelt.ts';
import { cliInProcess } from '../../in-process.ts';

const commands = ['run', 'exec', 'list', 'validate', 'doctor', 'clean', 'render', 'report'];

describe('a word that is neither a command nor a scenario', () => {
  it.each([
    ['exce', 'exec'],
    ['doctr', 'doctor'],
    ['cleen', 'clean'],
    ['uplaod-spool', 'upload-spool'],
    ['docker', '--on docker'],
    ['kind', '--on kind'],
  ])('%s gets the hint %s', (word, meant) =>
    expect(() => refuseMisspelt([word], commands)).toThrow(`Did you mean ${meant}?`),
  );

  it.each(['upload-spool', './exce', 'exce.yaml', 'somethingelse', 'rust'])('%s gets none', (word) =>
    expect(() => refuseMisspelt([word], commands)).not.toThrow(),
  );

  it('is near where two letters are changed over, and not where most are others', () => {
    expect([isNear('exec', 'exec'), isNear('xeec', 'exec'), isNear('eexc', 'exec')]).toEqual([
      true,
      true,
      true,
    ]);
    expect([isNear('execute', 'exec'), isNear('', 'run'), isNear('ab', 'run')]).toEqual([
      false,
      false,
      false,
    ]);
  });
});

describe('a command line with a mistake', () => {
  it.each([
    [['exce', '--', 'true'], /Did you mean exec\?/],
    [['exce', '--memory', '64Mi', '--', 'true'], /Did you mean exec\?/],
    [['exec', '--memry', '64Mi', '--', 'true'], /unknown option '--memry'[^]*Did you mean --memory\?/],
    [['exec', '--memory', '64Mi', 'ls', '-la'], /unknown option '-la'[^]*exec --memory 512Mi -- COMMAND/],
    [['exec', '--', 'true'], /required option '--memory <size>'/],
    [['--arm', ''], /It must name an arm/],
    [['--arm', ',', '--dry-run'], /It must name an arm/],
    [['--image', ''], /must not be empty/],
    [['--cluster', ''], /must not be empty/],
    [['--jobs', '999999999'], /from 1 to 100/],
    [['--repeat', '1001'], /from 1 to 1000/],
    [['--stretch', '0'], /from 1 to 100/],
    [['exec', '--memory', '64m', '--', 'true'], /Did you mean 64Mi .* thousandths of a byte/],
    [['exec', '--memory', '64Mi', '--timeout', '99999d', '--', 'true'], /3650d/],
  ])('%j is told so, and exits 2', async (args, words) => {
    const { exitCode, stderr } = await cliInProcess(args);
    expect(stderr).toMatch(words);
    expect(exitCode).toBe(2);
  });

  it('of options that npm took for itself is told so', async () => {
    const env = { npm_lifecycle_event: 'repro', npm_config_keep: 'true', npm_config_scratch_dir: '/x' };
    const { exitCode, stderr } = await cliInProcess(['list'], { env });
    expect(stderr).toContain('npm run repro -- --scratch-dir --keep');
    expect(exitCode).toBe(2);
  });
});
