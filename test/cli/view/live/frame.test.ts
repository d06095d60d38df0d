import { createColors } from 'picocolors';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { ArmState } from '../../../../harness/cli/view/live/arm-state.ts';
import { blockChart } from '../../../../harness/cli/view/live/chart.ts';
import { renderFrame } from '../../../../harness/cli/view/live/frame.ts';
import { columnsOf } from '../../../../harness/recording/sample-columns.ts';
import { columns, type RecordingLine, type SampleRow } from '../../../../harness/recording/types.ts';

const MiB = 2 ** 20;
const plain = createColors(false);

function row(atMs: number, usage: number): SampleRow {
  return columns.map((name) => ({ atMs, usage })[name as 'atMs' | 'usage'] ?? 0);
}

function bin(fromMs: number, ok: number) {
  return { fromMs, scheduled: 20, started: 20, ok, diskFull: 0, failed: 0, refused: 0, dropped: 0 };
}

function armAtWork(id = 'spool/baseline'): ArmState {
  const arm = new ArmState(id, 128 * MiB, 2000);
  const seen: RecordingLine[] = [
    { kind: 'life-started', arm: id, life: 2, atMs: 0, pid: 1, cgroup: 'x' },
    {
      kind: 'samples',
      arm: id,
      level: 'pod',
      columns: columnsOf([row(0, 0), row(500, 64 * MiB), row(1000, 128 * MiB)]),
    },
    { kind: 'samples', arm: id, level: 'life-1', columns: columnsOf([row(1000, 1)]) },
    { kind: 'heap', arm: id, atMs: 1000, heapUsed: 8 * MiB, external: null },
    {
      kind: 'load',
      arm: id,
      binMs: 100,
      bins: Array.from({ length: 30 }, (_, index) => bin(index * 100, 19)),
    },
  ];
  for (const line of seen) arm.see(line);
  arm.kills = 1;
  arm.step = 'the load begins';
  return arm;
}

function frame(columnsWide: number, arms = [armAtWork()], rows = 24): string[] {
  const shown = { arms, elapsedMs: 1200, done: 1, total: 4 };
  return renderFrame(shown, { columns: columnsWide, rows }, plain);
}

describe('the live view', () => {
  it('has for each arm its step, usage against the limit, heap, rate served and lives', () => {
    const text = frame(80).join('\n');
    expect(text).toContain('spool/baseline  the load begins');
    expect(text).toContain('usage 128 MiB of 128 MiB, 100 %');
    expect(text).toContain('heap 8 MiB  served 190/s  life 2, 1 killed');
    expect(text).toContain('1.2 s  1 of 4 arms done, 1 running');
    expect(text).toContain('█');
  });

  it.each([200, 120, 80, 76, 75, 40, 20, 5])('fits into %i columns', (width) => {
    const colored = renderFrame(
      { arms: [armAtWork('a-scenario-with-a-long-name/大きな腕')], elapsedMs: 1, done: 0, total: 1 },
      { columns: width, rows: 24 },
      createColors(true),
    );
    for (const line of [...frame(width), ...colored]) expect(stringWidth(line)).toBeLessThan(width);
  });

  it('has all figures at 40 columns too', () => {
    expect(frame(40).join('\n')).toContain('100 % heap 8 MiB served 190/s life 2');
  });

  it('says how many arms do not fit into the height', () => {
    const lines = frame(80, [armAtWork(), armAtWork(), armAtWork()], 8);
    expect(lines.length).toBeLessThan(8);
    expect(lines.at(-1)).toContain('(1 not shown)');
  });
});

describe('a block chart', () => {
  it('grows by eighths of a line', () => {
    expect(blockChart([0, 0.5, 1], 5, 1, plain)).toEqual([' ▄█  ']);
    expect(blockChart([0.25, 0.75], 2, 2, plain)).toEqual([' ▄', '▄█']);
  });

  it('shows what is there at all, and no more than there is room for', () => {
    expect(blockChart([0.001, 7], 2, 1, plain)).toEqual(['▁█']);
  });

  it('is red from 90 % of the limit on', () => {
    const colors = { ...plain, red: (text: unknown) => `<${String(text)}>`, green: String };
    expect(blockChart([0.5, 0.9, 1, 0.5], 4, 1, colors)).toEqual(['▄<▇█>▄']);
  });
});
