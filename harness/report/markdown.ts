import type { ArmFindings, Repeats, RunFindings, ScenarioFindings } from '../verdict/types.ts';
import { versionWords } from './versions.ts';
import { runAgain } from './again.ts';
import { conclusions, skippedWords } from './conclusions.ts';
import { inertDeep } from '../text/inert.ts';
import { codeBlock, escapeMarkdown, markdownTable } from '../text/markdown.ts';
import { mebibytes, seconds } from '../text/words.ts';
import { metricRows } from './metrics-block.ts';
import { repeatRows, repeatWords } from './repeats-block.ts';
import {
  causeWords,
  happenings,
  heapWords,
  loadWords,
  placeWords,
  unmetOf,
  unmetWords,
} from './sentences.ts';

/** The result as Markdown, to paste into an issue and for the summary of a GitHub job. */
export function renderMarkdown(given: RunFindings): string {
  const run = inertDeep(given);
  return [
    `## ${headline(run)}`,
    ...[verdictWords(run)].filter(Boolean),
    ...repeatsPart(run.repeats),
    ...run.scenarios.map((scenario) => scenarioPart(scenario, placeWords(run))),
    ...(run.metrics === null ? [] : [`### Which metric warned\n\n${markdownTable(metricRows(run.metrics))}`]),
    `### How to run it again\n\n${codeBlock(runAgain(run))}`,
    about(run),
  ].join('\n\n');
}

function headline({ verdict, platform, interrupted, failure }: RunFindings): string {
  const what = interrupted ? 'Interrupted' : failure === null ? (verdict ?? 'No verdict') : 'The run failed';
  return escapeMarkdown(`${what} on ${platform}`);
}

function verdictWords(run: RunFindings): string {
  const { verdict, verdictReason, scenarios, losses } = run;
  const said = [
    verdictReason,
    ...losses.filter((loss) => loss !== verdictReason),
    ...(verdict === 'REPRODUCED' ? conclusions(scenarios).map((line) => line.join(' ')) : []),
    ...skippedWords(scenarios),
  ];
  return said.filter(Boolean).map(escapeMarkdown).join('\\\n');
}

function repeatsPart(repeats: Repeats | null): string[] {
  if (repeats === null) return [];
  const heading = `### ${escapeMarkdown(repeatWords(repeats))}`;
  return [heading, markdownTable(repeatRows(repeats)), 'What follows is of the last run.'];
}

function scenarioPart({ title, arms }: ScenarioFindings, place: string): string {
  const unmet = arms.flatMap((arm) =>
    unmetOf(arm).map((one) => {
      const where = one.where === null ? '' : ` (${one.where})`;
      return `- ${escapeMarkdown(`${arm.name}: ${one.name}: ${unmetWords(one)}${where}`)}`;
    }),
  );
  const header = ['', 'arm', 'limit', 'what happened', 'heap', 'what filled the limit'];
  return [
    `### ${escapeMarkdown(`${title}: ${loadWords(arms)}, on ${place}`)}`,
    markdownTable([header, ...arms.map(armRow)]),
    ...(unmet.length === 0 ? [] : [unmet.join('\n')]),
  ].join('\n\n');
}

function armRow(arm: ArmFindings): string[] {
  return [
    mark(arm),
    arm.name,
    mebibytes(arm.limitBytes),
    happenings(arm).join('; '),
    heapWords(arm),
    causeWords(arm),
  ];
}

function mark({ outcome, expectations }: ArmFindings): string {
  if (outcome === 'skipped') return '⏭️';
  if (expectations.every(({ met }) => met)) return '✅';
  return expectations.some(({ met, conclusive }) => !met && conclusive) ? '❌' : '❔';
}

function about(findings: RunFindings): string {
  const { startedAt, durationMs, load, host } = findings;
  const facts = Object.entries(host ?? {}).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
  const took = durationMs === null ? '' : `, took ${seconds(durationMs)}`;
  const lines = [`not-a-leak ${versionWords(findings)}, ${startedAt}${took}, load by ${load}`, ...facts];
  return `<details><summary>The host</summary>\n\n${codeBlock(lines.join('\n'))}\n\n</details>\n`;
}
