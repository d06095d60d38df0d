import { describe, expect, it } from 'vitest';
import { annotations, group } from '../../harness/report/github.ts';
import { armFindings, expectation, runFindings, scenarioFindings } from '../findings.ts';
import { hostileFindings } from './hostile.ts';

const where = 'scenarios/spool/scenario.yaml:15:30';

function of(...expectations: ReturnType<typeof expectation>[]) {
  return annotations(
    runFindings({ scenarios: [scenarioFindings({ arms: [armFindings({ expectations })] })] }),
  );
}

describe('annotations on GitHub', () => {
  it('point at the line and column of the scenario file that was not met', () => {
    const one = { ...expectation('heap', 'refuted'), expected: 'flat', actual: 'growing', where };
    expect(of(one)).toEqual([
      '::error file=scenarios/spool/scenario.yaml,line=15,col=30,title=x / baseline%3A heap::expected flat; was growing',
    ]);
  });

  it('are warnings where the measurement does not tell', () => {
    expect(of(expectation('heap', 'open'))[0]).toMatch(/^::warning title=/);
  });

  it('say once why an arm as a whole can not be trusted', () => {
    const expectations = [expectation('outcome', 'open'), expectation('heap', 'open')];
    const arm = armFindings({ outcome: 'inconclusive', expectations });
    const findings = runFindings({ scenarios: [scenarioFindings({ arms: [arm] })] });
    expect(annotations(findings)).toHaveLength(1);
  });

  it('say nothing of what is as expected', () => {
    expect(of(expectation('heap', 'met'))).toEqual([]);
  });

  it('escape what would end a property or a line', () => {
    const one = { ...expectation('a:b,c%d', 'refuted'), expected: '100 %, or: so' };
    expect(of(one)[0]).toBe('::error title=x / baseline%3A a%3Ab%2Cc%25d::expected 100 %25, or: so; was ');
  });

  it('say that the run failed, and what of a recording was lost', () => {
    const findings = runFindings({ failure: 'no daemon', losses: ["Line 3 can't be read."] });
    expect(annotations(findings)).toEqual([
      '::error title=The run failed::no daemon',
      "::warning title=Recording::Line 3 can't be read.",
    ]);
  });

  it('stay one line each, whatever the findings say', () => {
    for (const line of annotations(hostileFindings())) {
      expect(line).toMatch(/^::(error|warning) [^\p{Cc}]+$/u);
      expect(line.length).toBeLessThan(10_000);
    }
  });
});

describe('a group in the log', () => {
  it('is folded under its title', () => {
    expect(group('x/baseline', ['a', 'b'])).toEqual(['::group::x/baseline', 'a', 'b', '::endgroup::']);
  });
});
