import type { HostFacts } from '../recording/types.ts';
import type { ArmFindings, Expectation, Repeats, RunFindings, ScenarioFindings } from '../verdict/types.ts';
import { inertDeep } from '../text/inert.ts';
import { placeOf } from './place.ts';
import { repeatWords } from './repeats-block.ts';
import { unmetWords } from './sentences.ts';
import { element, escapeXml } from '../text/xml.ts';

/** The result of a case; `error` is an inconclusive measurement, not a failure of the app. */
type Result = { kind: 'met' } | { kind: 'failure' | 'error' | 'skipped'; message: string; body: string[] };

interface Case {
  classname: string;
  name: string;
  ms: number;
  where: string | null;
  result: Result;
}

/**
 * junit.xml: a suite per scenario and platform, a case per expectation. Repeated runs are listed side by side, and
 * their combined result is a suite of its own.
 */
export function renderJunit(given: RunFindings[], repeats: Repeats | null = null): string {
  const runs = inertDeep(given);
  const suites = runs.flatMap((run, index) => {
    const which = runs.length === 1 ? '' : `, run ${index + 1} of ${runs.length}`;
    return [
      ...run.scenarios.map((scenario) =>
        suite(`${scenario.name} on ${run.platform}${which}`, run, casesOf(scenario)),
      ),
      ...(runProblem(run) === null ? [] : [suite(`run on ${run.platform}${which}`, run, [runCase(run)])]),
    ];
  });
  const [first] = runs;
  if (first && repeats) suites.push(suite(`repeats on ${first.platform}`, first, [repeatsCase(repeats)]));
  const sums = sum(suites.flatMap(({ cases }) => cases));
  const root = element(
    'testsuites',
    { name: 'not-a-leak', ...sums },
    suites.map(({ text }) => text),
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n${root}\n`;
}

function suite(name: string, run: RunFindings, cases: Case[]): { text: string; cases: Case[] } {
  const timestamp = run.startedAt.replace(/\.\d+Z?$/, ''); // the format allows no fraction or zone
  const properties = element('properties', {}, propertiesOf(run));
  const text = element('testsuite', { name, timestamp, ...sum(cases) }, [properties, ...cases.map(render)]);
  return { text, cases };
}

function propertiesOf({ platform, load, seed, version, judgedBy, verdict, host }: RunFindings): string[] {
  const asked = { version, judgedBy, platform, load, seed, verdict: verdict ?? 'none' };
  return Object.entries({ ...asked, ...hostProperties(host) }).map(([name, value]) =>
    element('property', { name, value: String(value) }),
  );
}

function hostProperties(host: HostFacts | null): Record<string, unknown> {
  if (host === null) return {};
  const { disk, ...facts } = host;
  return { ...named('host', facts), ...named('host.disk', disk ?? {}) };
}

function named(prefix: string, values: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [`${prefix}.${name}`, value ?? 'unknown']),
  );
}

function casesOf({ name, arms }: ScenarioFindings): Case[] {
  return arms.flatMap((arm) => {
    const classname = `${name}.${arm.name}`;
    if (arm.outcome === 'skipped') return [skippedCase(classname, arm)];
    // The first case carries the time of its arm, so that the sum is right.
    return arm.expectations.map((one, index) =>
      caseOf(classname, one, index === 0 ? (arm.durationMs ?? 0) : 0),
    );
  });
}

function caseOf(classname: string, expectation: Expectation, ms: number): Case {
  const { name, met, conclusive, evidence, where } = expectation;
  const body = evidence.map(({ what, value, from }) => `${what}: ${value} (${from})`);
  const kind = conclusive ? 'failure' : 'error';
  const result: Result = met ? { kind: 'met' } : { kind, message: unmetWords(expectation), body };
  return { classname, name, ms, where, result };
}

function skippedCase(classname: string, { reason }: ArmFindings): Case {
  const result: Result = { kind: 'skipped', message: reason, body: [] };
  return { classname, name: 'runs here', ms: 0, where: null, result };
}

function runCase(run: RunFindings): Case {
  const result: Result = { kind: 'error', message: runProblem(run) ?? '', body: [] };
  return { classname: 'run', name: 'runs to its end', ms: 0, where: null, result };
}

function repeatsCase(repeats: Repeats): Case {
  const { verdicts, wanted } = repeats;
  const isSame = new Set(verdicts).size === 1 && verdicts.length === wanted;
  const result: Result = isSame
    ? { kind: 'met' }
    : { kind: 'error', message: repeatWords(repeats), body: [] };
  return { classname: 'repeats', name: 'the same verdict each time', ms: 0, where: null, result };
}

function runProblem({ failure, interrupted, losses }: RunFindings): string | null {
  return failure ?? (interrupted === null ? (losses[0] ?? null) : `interrupted by ${interrupted}`);
}

function render({ classname, name, ms, where, result }: Case): string {
  const place = placeOf(where);
  const { file = null, line = null } = place ?? {};
  const attributes = { classname, name, time: inSeconds(ms), file, line };
  if (result.kind === 'met') return element('testcase', attributes);
  const { kind, message, body } = result;
  const type = kind === 'skipped' ? null : kind === 'failure' ? 'not met' : 'not known';
  return element('testcase', attributes, [element(kind, { message, type }, body.map(escapeXml))]);
}

function sum(cases: Case[]): Record<string, string | number> {
  const count = (kind: Result['kind']) => cases.filter(({ result }) => result.kind === kind).length;
  return {
    tests: cases.length,
    failures: count('failure'),
    errors: count('error'),
    skipped: count('skipped'),
    time: inSeconds(cases.reduce((total, { ms }) => total + ms, 0)),
  };
}

function inSeconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}
