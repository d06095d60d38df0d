import type { Colors } from 'picocolors/types.js';
import type { Metric, MetricTable, MetricVerdict } from '../verdict/types.ts';
import { percent, seconds } from '../text/words.ts';
import { hanging, table } from '../text/table.ts';

/** Display names of the metrics. */
export const metricNames: Record<Metric, string> = {
  heap: 'heap',
  rss: 'RSS (container_memory_rss)',
  usage: 'usage',
  'working-set': 'working set',
  'node-memory-used': 'node, 1 - MemAvailable',
  unreclaimable: 'unreclaimable',
};

/** Which metric warned of the kills, and which cried wolf without one. */
export function metricsBlock(metrics: MetricTable, colors: Colors, width = Infinity): string {
  const [header = [], ...rows] = metricRows(metrics).map(([first = '', ...cells]) => [
    `  ${first}`,
    ...cells,
  ]);
  const inLines = () =>
    rows.flatMap(([name = '', ...cells]) => [
      name,
      ...cells.map((cell, index) => hanging(`    ${header[index + 1]}: ${cell}`, width, 6)),
    ]);
  return [
    hanging(
      `${colors.bold('Which metric warned')}    its share of the limit at the kill, and for how long before it was over 90 %`,
      width,
      2,
    ),
    ...(table([header.map(colors.dim), ...rows], width) ?? inLines()),
  ].join('\n');
}

/** The header, and a row per metric. */
export function metricRows({ rows, control }: MetricTable): string[][] {
  const scenarios = rows[0]?.kills.map(({ scenario }) => scenario) ?? [];
  return [
    ['metric', ...scenarios, ...(control === null ? [] : [`${control} (nobody died)`])],
    ...rows.map((row) => [
      metricNames[row.metric],
      ...row.kills.map(killWords),
      ...(control === null ? [] : [controlWords(row)]),
    ]),
  ];
}

export function killWords({ share, firstOverMs }: MetricVerdict['kills'][number]): string {
  if (share === null) return 'not known';
  return `${percent(share)}, ${firstOverMs === null ? 'silent' : `warned ${seconds(firstOverMs)} before`}`;
}

export function controlWords({ falseAlarm, falseAlarmMs }: MetricVerdict): string {
  if (falseAlarm === null) return 'not known';
  return falseAlarm ? `false alarm, for ${seconds(falseAlarmMs ?? 0)}` : 'silent, rightly';
}
