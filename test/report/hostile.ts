import type { RunFindings } from '../../harness/verdict/types.ts';
import { armFindings, expectation, runFindings, scenarioFindings } from '../findings.ts';

/** A text that tries to do something in a terminal, in XML, in HTML, in Markdown and on GitHub. */
export const hostile =
  '\u001b[2J\u001b]0;x\u0007\u009b1m\n::error::\r<script>alert(1)</script>]]>&amp;"\'`|*_[x](http://y)@team\u0000\ufffe\ud800%0A';

/** Findings in which all that comes from outside is hostile, and a reason is a line of 10 MB. */
export function hostileFindings(): RunFindings {
  const open = { ...expectation('outcome', 'open'), expected: hostile, actual: 'x'.repeat(10 * 2 ** 20) };
  const refuted = {
    ...expectation('cause', 'refuted'),
    expected: hostile,
    actual: hostile,
    where: 's.yaml:3:4',
  };
  const evidence = [{ what: hostile, value: hostile, from: hostile }];
  const arm = armFindings({
    name: hostile,
    title: hostile,
    reason: hostile,
    cause: 'native',
    causeReason: hostile,
    expectations: [open, { ...refuted, evidence }],
  });
  const skipped = armFindings({ outcome: 'skipped', reason: hostile, expectations: [] });
  const scenario = scenarioFindings({ name: 'spool', title: hostile, story: hostile, arms: [arm, skipped] });
  return runFindings({ verdict: 'WRONG_CAUSE', verdictReason: hostile, exitCode: 1, scenarios: [scenario] });
}
