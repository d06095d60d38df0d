import type { Colors } from 'picocolors/types.js';
import type { ArmFindings, RunFindings, ScenarioFindings, ScenarioVerdict } from '../verdict/types.ts';
import { causeWords, heapWords, lifeLines, residueWords, whatHappened } from './sentences.ts';
import { mebibytes, seconds } from '../verdict/words.ts';
import { conclusions } from './conclusions.ts';
import { metricsBlock } from './metrics-block.ts';
import { table } from './table.ts';

/** The result as a trainee reads it: a table for each scenario, then the verdict and what it means. */
export function renderText(findings: RunFindings, colors: Colors): string {
  const blocks = findings.scenarios.map((scenario) => scenarioBlock(scenario, colors));
  const metrics = findings.metrics ? [metricsBlock(findings.metrics, colors)] : [];
  return [...blocks, ...metrics, verdictBlock(findings, colors)].join('\n\n');
}

function scenarioBlock({ title, arms }: ScenarioFindings, colors: Colors): string {
  const rows = arms.flatMap((arm) => armRows(arm, colors));
  const header = ['  arm', 'limit', 'what happened', 'heap', 'what filled the limit'].map(colors.dim);
  return [
    `${colors.bold(title)}${load(arms)}`,
    ...table([header, ...rows]),
    ...arms.flatMap((arm) => unmet(arm, colors)),
  ].join('\n');
}

function load([arm]: ArmFindings[]): string {
  if (!arm) return '';
  const { ratePerSecond, bodyBytes } = arm.setup;
  return bodyBytes === null
    ? `    ${rounded(ratePerSecond)} reads/s`
    : `    ${rounded(ratePerSecond)} uploads/s of ${mebibytes(bodyBytes)}`;
}

function armRows(arm: ArmFindings, colors: Colors): string[][] {
  const held = arm.expectations.every(({ met }) => met);
  const mark =
    arm.outcome === 'skipped'
      ? colors.yellow('-')
      : held
        ? colors.green('+')
        : arm.outcome === 'inconclusive'
          ? colors.yellow('?')
          : colors.red('x');
  const first = [
    `${mark} ${arm.name}`,
    mebibytes(arm.limitBytes),
    whatHappened(arm),
    heapWords(arm),
    causeWords(arm),
  ];
  const more = [...lifeLines(arm), ...[residueWords(arm)].flatMap((words) => words ?? [])];
  return [first, ...more.map((words) => ['', '', words, '', ''])];
}

function unmet(arm: ArmFindings, colors: Colors): string[] {
  return arm.expectations
    .filter(({ met }) => !met)
    .map(({ name, expected, actual, conclusive }) => {
      const line = `${arm.name}: ${name}: expected ${expected}; ${conclusive ? 'was' : 'not known:'} ${actual}`;
      return `  ${conclusive ? colors.red(line) : colors.yellow(line)}`;
    });
}

function verdictBlock(findings: RunFindings, colors: Colors): string {
  const { verdict, verdictReason, durationMs, scenarios, interrupted, failure, host } = findings;
  if (interrupted)
    return colors.yellow(`Interrupted by ${interrupted}; what was measured until then is above.`);
  if (failure) return colors.red(`The run failed: ${failure}`);
  const name = verdict === null ? colors.dim('NO VERDICT') : paint(verdict, colors)(verdict);
  const lines = [
    `${name}  ${verdictReason}`,
    ...(verdict === 'REPRODUCED'
      ? conclusions(scenarios).map((line) => `            ${line.join(' ')}`)
      : []),
    ...skippedWords(scenarios),
    ...(host?.residueCounts === false ? [noSharedLimit] : []),
  ];
  return [...lines, ...(durationMs === null ? [] : [`Took ${seconds(durationMs)}.`])].join('\n');
}

/** Skipped arms are passed over in the verdict, and named. */
function skippedWords(scenarios: ScenarioFindings[]): string[] {
  const skipped = scenarios.flatMap(({ name, arms }) =>
    arms.filter(({ outcome }) => outcome === 'skipped').map((arm) => `${name}/${arm.name}`),
  );
  return skipped.length === 0 ? [] : [`            Skipped, and not counted: ${skipped.join(', ')}.`];
}

const noSharedLimit =
  '            Here the lives of an arm share no limited cgroup: what one leaves does not count against the next.';

function paint(verdict: ScenarioVerdict, colors: Colors): (text: string) => string {
  if (verdict === 'REPRODUCED') return (text) => colors.bold(colors.green(text));
  return (text) =>
    colors.bold(verdict === 'INCONCLUSIVE' || verdict === 'SKIPPED' ? colors.yellow(text) : colors.red(text));
}

function rounded(rate: number): number {
  return Number(rate.toFixed(1));
}
