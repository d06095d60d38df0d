import type { Colors } from 'picocolors/types.js';
import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';
import { mebibytes, percent, seconds } from '../../../text/words.ts';
import type { ArmState } from './arm-state.ts';
import { blockChart } from './chart.ts';

export interface Frame {
  arms: ArmState[];
  /** Since the run began. */
  elapsedMs: number;
  done: number;
  total: number;
}

export interface Size {
  columns: number;
  rows: number;
}

const figuresWidth = 46;
const widestChart = 72;
/** Below this width the figures go under the chart. */
const besideFrom = 76;

/** What the live view shows: lines that fit a terminal of this size. */
export function renderFrame(frame: Frame, { columns, rows }: Size, colors: Colors): string[] {
  const { arms, elapsedMs, done, total } = frame;
  const isNarrow = columns < besideFrom;
  const footer = `${seconds(elapsedMs)}  ${done} of ${total} arms done, ${arms.length} running`;
  const linesEach = 3; // name, and chart beside or above the figures
  const fitting = Math.max(0, Math.floor((rows - 2) / linesEach));
  const more = arms.length - fitting;
  return [
    ...arms
      .slice(0, fitting)
      .flatMap((arm) => (isNarrow ? below(arm, columns, colors) : beside(arm, columns, colors))),
    more > 0 ? `${footer} (${more} not shown)` : footer,
  ].map((line) => clipped(line, columns));
}

function head({ id, step }: ArmState, colors: Colors): string {
  return `${colors.bold(id)}  ${colors.dim(step)}`;
}

function beside(arm: ArmState, columns: number, colors: Colors): string[] {
  const width = Math.min(widestChart, columns - figuresWidth - 4);
  const [upper = '', lower = ''] = chart(arm, width, 2, colors);
  const wall = colors.dim('│');
  return [
    head(arm, colors),
    `  ${upper}${wall} ${usageWords(arm)}`,
    `  ${lower}${wall} ${[heapWords(arm), servedWords(arm), livesWords(arm)].filter(Boolean).join('  ')}`,
  ];
}

function below(arm: ArmState, columns: number, colors: Colors): string[] {
  const short = arm.usageBytes === null ? '' : percent(arm.usageBytes / arm.limitBytes);
  const figures = [short, heapWords(arm), servedWords(arm), livesWords(arm)].filter(Boolean).join(' ');
  return [head(arm, colors), ...chart(arm, columns - 1, 1, colors), figures];
}

function chart(
  { usage, spanMs, limitBytes }: ArmState,
  width: number,
  height: number,
  colors: Colors,
): string[] {
  const shares = usage.spread(width, spanMs).map((bytes) => bytes / limitBytes);
  return blockChart(shares, width, height, colors);
}

function usageWords({ usageBytes, limitBytes }: ArmState): string {
  if (usageBytes === null) return `limit ${mebibytes(limitBytes)}`;
  return `usage ${mebibytes(usageBytes)} of ${mebibytes(limitBytes)}, ${percent(usageBytes / limitBytes)}`;
}

function heapWords({ heapBytes }: ArmState): string {
  return heapBytes === null ? '' : `heap ${mebibytes(heapBytes)}`;
}

function servedWords({ servedPerSecond }: ArmState): string {
  return servedPerSecond === null ? '' : `served ${Math.round(servedPerSecond)}/s`;
}

function livesWords({ lives, kills }: ArmState): string {
  if (lives === 0) return '';
  return kills === 0 ? `life ${lives}` : `life ${lives}, ${kills} killed`;
}

/** Leaves one column free: terminals differ with the cursor behind the last one. */
function clipped(line: string, columns: number): string {
  if (stringWidth(line) < columns) return line;
  return (
    wrapAnsi(line, Math.max(1, columns - 1), { hard: true, wordWrap: false, trim: false }).split('\n')[0] ??
    ''
  );
}
