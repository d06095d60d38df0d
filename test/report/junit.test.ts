import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import { renderJunit } from '../../harness/report/junit.ts';
import type { RunFindings } from '../../harness/verdict/types.ts';
import { hostFacts } from '../host-facts.ts';
import { armFindings, expectation, runFindings, scenarioFindings } from '../findings.ts';
import { hostileFindings } from './hostile.ts';

interface Suite {
  name: string;
  tests: string;
  failures: string;
  errors: string;
  skipped: string;
  time: string;
  timestamp: string;
  properties: { property: { name: string; value: string }[] }[];
  testcase: Record<string, unknown>[];
}

function parse(...runs: RunFindings[]): { root: Record<string, string>; suites: Suite[] } {
  const xml = renderJunit(runs);
  expect(XMLValidator.validate(xml)).toBe(true);
  const lists = ['testsuite', 'testcase', 'property', 'failure', 'error', 'skipped', 'properties'];
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '',
    isArray: (name, _path, _isLeaf, isAttribute) => !isAttribute && lists.includes(name),
  });
  const { testsuites } = parser.parse(xml) as { testsuites: Record<string, string> & { testsuite: Suite[] } };
  return { root: testsuites, suites: testsuites.testsuite };
}

const arms = [
  armFindings({ expectations: [expectation('outcome', 'met'), expectation('heap', 'refuted')] }),
  armFindings({ name: 'fix', durationMs: 4000, expectations: [expectation('outcome', 'open')] }),
  armFindings({ name: 'slow', outcome: 'skipped', reason: 'no disk', durationMs: null, expectations: [] }),
];
const run = runFindings({ host: hostFacts(), scenarios: [scenarioFindings({ name: 'spool', arms })] });

describe('junit.xml', () => {
  it('has a suite for each scenario on its platform, with what became of its cases', () => {
    const [suite] = parse(run).suites;
    expect(suite).toMatchObject({
      name: 'spool on scripted',
      tests: '4',
      failures: '1',
      errors: '1',
      skipped: '1',
      time: '5.200',
      timestamp: '2024-01-01T00:00:00',
    });
  });

  it('has a case for each expectation, and tells a failure from what is not known and from a skip', () => {
    const cases = parse(run).suites[0]?.testcase ?? [];
    expect(cases).toMatchObject([
      { classname: 'spool.baseline', name: 'outcome', time: '1.200' },
      { classname: 'spool.baseline', name: 'heap', failure: [{ type: 'not met' }] },
      { classname: 'spool.fix', name: 'outcome', error: [{ type: 'not known' }] },
      { classname: 'spool.slow', name: 'runs here', skipped: [{ message: 'no disk' }] },
    ]);
    expect(cases[0]).not.toHaveProperty('failure');
  });

  it('says where the scenario file expects it', () => {
    const where = 'scenarios/spool/scenario.yaml:15:30';
    const one = armFindings({ expectations: [{ ...expectation('heap', 'refuted'), where }] });
    const [suite] = parse(runFindings({ scenarios: [scenarioFindings({ arms: [one] })] })).suites;
    expect(suite?.testcase[0]).toMatchObject({ file: 'scenarios/spool/scenario.yaml', line: '15' });
  });

  it('has the facts of the host as properties', () => {
    const properties = parse(run).suites[0]?.properties[0]?.property;
    expect(properties).toContainEqual({ name: 'host.kernel', value: hostFacts().kernel });
    expect(properties).toContainEqual({ name: 'platform', value: 'scripted' });
  });

  it.each([
    ['infrastructure that failed', { failure: 'no daemon' }, 'no daemon'],
    ['an interruption', { interrupted: 'SIGINT' }, 'interrupted by SIGINT'],
    ['a recording with a hole', { losses: ["Line 3 can't be read."] }, "Line 3 can't be read."],
  ])('has %s as an error of the run', (_what, change, message) => {
    const suites = parse(runFindings(change)).suites;
    expect(suites).toMatchObject([{ name: 'run on scripted', errors: '1', failures: '0' }]);
    expect(suites[0]?.testcase[0]).toMatchObject({ error: [{ message }] });
  });

  it('tells repeats apart', () => {
    const names = parse(run, run).suites.map(({ name }) => name);
    expect(names).toEqual(['spool on scripted, run 1 of 2', 'spool on scripted, run 2 of 2']);
  });

  it('is legal XML 1.0, and short, whatever the findings say', () => {
    const xml = renderJunit([hostileFindings()]);
    expect(XMLValidator.validate(xml)).toBe(true);
    expect(xml).not.toMatch(/[^\t\n\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u);
    expect(xml).not.toContain('<script');
    expect(xml.length).toBeLessThan(20_000);
  });
});
