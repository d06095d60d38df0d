import type { Colors } from 'picocolors/types.js';
import type { ArmFindings, RunFindings, ScenarioFindings, ScenarioVerdict } from '../verdict/types.ts';
import {
  causeWords,
  happenings,
  heapWords,
  loadWords,
  placeWords,
  unmetOf,
  unmetWords,
} from './sentences.ts';
import { mebibytes, seconds } from '../text/words.ts';
import { conclusions, skippedWords } from './conclusions.ts';
import { metricsBlock } from './metrics-block.ts';
import { inertDeep } from '../text/inert.ts';
import { hanging, table, type Row } from '../text/table.ts';

/** The result as a trainee reads it: a table per scenario, then the verdict and its meaning. */
export function renderText(given: RunFindings, colors: Colors, width = Infinity): string {
  const findings = inertDeep(given);
  const blocks = findings.scenarios.map((scenario) =>
    scenarioBlock(scenario, placeWords(findings), colors, width),
  );
  const metrics = findings.metrics ? [metricsBlock(findings.metrics, colors, width)] : [];
  return [...blocks, ...metrics, verdictBlock(findings, colors, width)].join('\n\n');
}

function scenarioBlock(
  { title, arms }: ScenarioFindings,
  place: string,
  colors: Colors,
  width: number,
): string {
  return [
    hanging(`${colors.bold(title)}    ${loadWords(arms)}, on ${place}`, width, 2),
    ...(armTable(arms, colors, width) ?? arms.flatMap((arm) => armLines(arm, colors, width))),
    ...arms.flatMap((arm) => unmet(arm, colors, width)),
  ].join('\n');
}

function armTable(arms: ArmFindings[], colors: Colors, width: number): string[] | null {
  const header = ['  arm', 'limit', 'what happened', 'heap', 'what filled the limit'].map(colors.dim);
  const rows = arms.flatMap((arm): Row[] => {
    const [happened = '', ...more] = happenings(arm);
    const name = `${markOf(arm, colors)} ${arm.name}`;
    const first = [name, mebibytes(arm.limitBytes), happened, heapWords(arm), causeWords(arm)];
    return [first, ...more.map((text) => ({ column: 2, text }))];
  });
  return table([header, ...rows], width);
}

/** The same if there is no room for a table. */
function armLines(arm: ArmFindings, colors: Colors, width: number): string[] {
  const heap = arm.heap === 'unknown' ? '' : `, heap ${heapWords(arm)}`;
  const [happened, ...more] = happenings(arm);
  const details = [...more, causeWords(arm)].filter(Boolean);
  const first = `${markOf(arm, colors)} ${arm.name} (${mebibytes(arm.limitBytes)}): ${happened}${heap}`;
  return [hanging(first, width, 4), ...details.map((words) => hanging(`    ${words}`, width, 6))];
}

function markOf({ outcome, expectations }: ArmFindings, colors: Colors): string {
  if (outcome === 'skipped') return colors.yellow('-');
  if (expectations.every(({ met }) => met)) return colors.green('+');
  return expectations.some(({ met, conclusive }) => !met && conclusive)
    ? colors.red('x')
    : colors.yellow('?');
}

function unmet(arm: ArmFindings, colors: Colors, width: number): string[] {
  return unmetOf(arm).map((one) => {
    const where = one.where === null ? '' : ` (${one.where})`;
    const line = hanging(`  ${arm.name}: ${one.name}: ${unmetWords(one)}${where}`, width, 4);
    return one.conclusive ? colors.red(line) : colors.yellow(line);
  });
}

function verdictBlock(findings: RunFindings, colors: Colors, width: number): string {
  const { verdict, verdictReason, durationMs, scenarios, interrupted, failure, losses, host } = findings;
  if (interrupted)
    return colors.yellow(`Interrupted by ${interrupted}; what was measured until then is above.`);
  if (failure) return [colors.red(`The run failed: ${failure}`), ...losses].join('\n');
  const name = verdict === null ? colors.dim('NO VERDICT') : paint(verdict, colors)(verdict);
  const lines = [
    ...(verdict === 'REPRODUCED' ? conclusions(scenarios).map((line) => line.join(' ')) : []),
    ...skippedWords(scenarios),
    ...(host?.residueCounts === false ? [noSharedLimit] : []),
  ].map((line) => hanging(`${' '.repeat(indent)}${line}`, width, indent));
  return [
    hanging(`${name} on ${findings.platform}  ${verdictReason}`, width, indent),
    ...lines,
    ...(durationMs === null ? [] : [`Took ${seconds(durationMs)}.`]),
  ].join('\n');
}

const indent = 12;

const noSharedLimit =
  'Here the lives of an arm share no limited cgroup: what one leaves does not count against the next.';

function paint(verdict: ScenarioVerdict, colors: Colors): (text: string) => string {
  if (verdict === 'REPRODUCED') return (text) => colors.bold(colors.green(text));
  return (text) =>
    colors.bold(verdict === 'INCONCLUSIVE' || verdict === 'SKIPPED' ? colors.yellow(text) : colors.red(text));
}
