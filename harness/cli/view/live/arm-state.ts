import { countOf, figureAt } from '../../../recording/sample-columns.ts';
import { columns, type LoadBin, type RecordingLine } from '../../../recording/types.ts';
import { Peaks } from './peaks.ts';

const atMs = columns.indexOf('atMs');
const usage = columns.indexOf('usage');
/** Window of a rate; k6 reports a bin a second late. */
const rateMs = 500;

/** What is known of a running arm, as the live view shows it. */
export class ArmState {
  readonly id: string;
  readonly limitBytes: number;
  /** How long its load should last. */
  readonly spanMs: number;
  readonly usage = new Peaks();
  usageBytes: number | null = null;
  heapBytes: number | null = null;
  /** Answered requests per second; null before any load. */
  servedPerSecond: number | null = null;
  lives = 0;
  kills = 0;
  step = 'begins';
  #bins: LoadBin[] = [];

  constructor(id: string, limitBytes: number, spanMs: number) {
    this.id = id;
    this.limitBytes = limitBytes;
    this.spanMs = spanMs;
  }

  see(line: RecordingLine): void {
    if (line.kind === 'samples' && line.level === 'pod') {
      const figure = (column: number, row: number) => figureAt(line.columns[column], row) ?? 0;
      for (let row = 0; row < countOf(line.columns); row++) {
        this.usageBytes = figure(usage, row);
        this.usage.push(figure(atMs, row), this.usageBytes);
      }
    }
    if (line.kind === 'heap') this.heapBytes = line.heapUsed;
    if (line.kind === 'load') this.#count(line.bins, line.binMs);
    if (line.kind === 'life-started') this.lives = line.life;
    if (line.kind === 'life-ended' && line.oomKills > 0) this.kills++;
  }

  #count(bins: LoadBin[], binMs: number): void {
    this.#bins = [...this.#bins, ...bins].slice(-rateMs / binMs);
    const answered = this.#bins.reduce((sum, { ok }) => sum + ok, 0);
    this.servedPerSecond = (answered * 1000) / (this.#bins.length * binMs);
  }
}
