import type { Colors } from 'picocolors/types.js';
import { countVerdicts } from '../verdict/repeats.ts';
import { noiseOf } from '../verdict/budgets/settle-repeats.ts';
import type { Spread } from '../recording/against-line.ts';
import type { Repeats } from '../verdict/types.ts';
import { mebibytes, percent, seconds } from '../text/words.ts';
import { table } from '../text/table.ts';

/** The combined result of several runs: n of n, and the spread of kill times. */
export function repeatsBlock(repeats: Repeats, colors: Colors, width = Infinity): string {
  const [header = [], ...rows] = repeatRows(repeats).map(([first = '', ...cells]) => [
    `  ${first}`,
    ...cells,
  ]);
  const inLines = () => rows.map((row) => row.join(', '));
  return [
    colors.bold(repeatWords(repeats)),
    ...(table([header.map(colors.dim), ...rows], width) ?? inLines()),
  ].join('\n');
}

/** `3 of 3 REPRODUCED`; says if fewer ran than were wanted. */
export function repeatWords({ verdicts, wanted }: Repeats): string {
  const missing = wanted - verdicts.length;
  return `${countVerdicts(verdicts)}${missing > 0 ? `; ${missing} of ${wanted} did not run` : ''}`;
}

/** The header, and a row per arm. */
export function repeatRows({ arms }: Repeats): string[][] {
  return [
    [
      'arm',
      'as expected',
      'killed',
      'after (least, median, most)',
      'usually unreclaimable (least, median, most), noise',
    ],
    ...arms.map(({ arm, runs, asExpected, kills, killedAfterMs, unreclaimableBytes: used }) => [
      arm,
      runs === 0 ? 'skipped' : `${asExpected} of ${runs}`,
      runs === 0 ? '' : `${kills} of ${runs}`,
      killedAfterMs === null ? '' : Object.values(killedAfterMs).map(seconds).join(', '),
      used === null ? '' : usedWords(used),
    ]),
  ];
}

/** As in `99 MiB, 101 MiB, 104 MiB; 4 %`. */
function usedWords(used: Spread): string {
  const { least, median, most } = used;
  return `${[least, median, most].map(mebibytes).join(', ')}; ${percent(noiseOf(used))}`;
}
