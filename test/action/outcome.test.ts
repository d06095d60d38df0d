import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { failureWords, readOutcome, stampOf } from '../../action/outcome.mjs';
import { exitCodes } from '../../harness/errors.ts';
import { temporaryFolder } from '../cli.ts';
import { armFindings, runFindings, scenarioFindings } from '../findings.ts';

const folder = temporaryFolder();
afterAll(folder.remove);

const write = (result: object) => writeFileSync(join(folder.path, 'result.json'), JSON.stringify(result));
const none = { verdict: '', reason: '', cause: '', result: '', report: '', isTrusted: false };

/** A scenario with a baseline of that cause, and a fix. */
function scenarioOf(cause: 'tmpfs' | 'heap' | null) {
  const arms = [armFindings({ name: 'fix', cause: 'native' }), armFindings({ name: 'baseline', cause })];
  return scenarioFindings({ arms });
}

describe('what came of a step', () => {
  it('is nothing, where the command wrote no result', () => {
    expect(readOutcome(null, null)).toEqual(none);
    expect(readOutcome(join(folder.path, 'nowhere'), null)).toEqual(none);
  });

  it('is not what an earlier command left in its folder', () => {
    write(runFindings({ verdict: 'REPRODUCED' }));
    expect(readOutcome(folder.path, stampOf(folder.path))).toEqual(none);
    expect(readOutcome(folder.path, null)).toMatchObject({ verdict: 'REPRODUCED' });
  });

  it('has the causes of the baselines, each once', () => {
    const causes = ['tmpfs', 'heap', null, 'tmpfs'] as const;
    write(runFindings({ scenarios: causes.map(scenarioOf) }));
    expect(readOutcome(folder.path, null).cause).toBe('tmpfs,heap');
  });

  it('is the outcome of exec, and the outlook of diagnose', () => {
    write({ outcome: 'oom-killed', outcomeReason: 'why', cause: 'tmpfs' });
    expect(readOutcome(folder.path, null)).toMatchObject({
      verdict: 'oom-killed',
      reason: 'why',
      cause: 'tmpfs',
    });
    write({ outlook: 'lives', outlookReason: 'why', cause: null });
    expect(readOutcome(folder.path, null)).toMatchObject({ verdict: 'lives', reason: 'why', cause: '' });
  });
});

describe('a step that fails', () => {
  it('says why, for each exit code but those of success and of a cancelled job', () => {
    const codes = Object.values(exitCodes).filter((code) => ![0, 130].includes(code));
    const texts = codes.map((code) => failureWords(code, none).text);
    expect(new Set(texts).size).toBe(codes.length);
    for (const text of texts) expect(text).not.toContain('The tool failed');
  });

  it('without an answer says that this is no pass', () => {
    const words = failureWords(5, { ...none, verdict: 'stalled', reason: 'half of the load' });
    expect(words.title).toBe('INCONCLUSIVE');
    expect(words.text).toBe(
      'The measurement gave no answer, which does not mean that the app is fine: half of the load (exit code 5)',
    );
  });

  it('with the exit code of a command of exec takes it for nothing else', () => {
    write({ outcome: 'exited', outcomeReason: 'it ended with exit code 5', cause: null, toolExitCode: 0 });
    expect(failureWords(5, readOutcome(folder.path, null))).toEqual({
      title: 'exited',
      text: 'The command failed: it ended with exit code 5 (exit code 5)',
    });
  });
});
