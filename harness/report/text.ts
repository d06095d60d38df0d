import type { Colors } from 'picocolors/types.js';
import type { ArmFindings, RunFindings, ScenarioFindings, ScenarioVerdict } from '../verdict/types.ts';
import {
  causeWords,
  heapWords,
  lifeLines,
  loadWords,
  residueWords,
  unmetWords,
  whatHappened,
} from './sentences.ts';
import { mebibytes, seconds } from '../verdict/words.ts';
import { conclusionWords, skippedWords } from './conclusions.ts';
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
    `${colors.bold(title)}    ${loadWords(arms)}`,
    ...table([header, ...rows]),
    ...arms.flatMap((arm) => unmet(arm, colors)),
  ].join('\n');
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
    .map((one) => {
      const line = `${arm.name}: ${one.name}: ${unmetWords(one)}`;
      return `  ${one.conclusive ? colors.red(line) : colors.yellow(line)}`;
    });
}

function verdictBlock(findings: RunFindings, colors: Colors): string {
  const { verdict, verdictReason, durationMs, scenarios, interrupted, failure, host } = findings;
  if (interrupted)
    return colors.yellow(`Interrupted by ${interrupted}; what was measured until then is above.`);
  if (failure) return colors.red(`The run failed: ${failure}`);
  const name = verdict === null ? colors.dim('NO VERDICT') : paint(verdict, colors)(verdict);
  const lines = [
    ...(verdict === 'REPRODUCED' ? conclusionWords(scenarios) : []),
    ...skippedWords(scenarios),
    ...(host?.residueCounts === false ? [noSharedLimit] : []),
  ].map((line) => `${indent}${line}`);
  return [
    `${name}  ${verdictReason}`,
    ...lines,
    ...(durationMs === null ? [] : [`Took ${seconds(durationMs)}.`]),
  ].join('\n');
}

const indent = '            ';

const noSharedLimit =
  'Here the lives of an arm share no limited cgroup: what one leaves does not count against the next.';

function paint(verdict: ScenarioVerdict, colors: Colors): (text: string) => string {
  if (verdict === 'REPRODUCED') return (text) => colors.bold(colors.green(text));
  return (text) =>
    colors.bold(verdict === 'INCONCLUSIVE' || verdict === 'SKIPPED' ? colors.yellow(text) : colors.red(text));
}
