import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { builtinLoad } from '../../harness/load/builtin/load.ts';
import { k6Load } from '../../harness/load/k6/load.ts';
import type { Load } from '../../harness/load/load.ts';
import { builtPrograms } from '../../harness/package/programs.ts';
import type { LoadBin, LoadEndedLine, RecordingLine } from '../../harness/recording/types.ts';
import { asSample, setupSchema, type SampleSetup } from '../../harness/scenario/schema.ts';
import type { Arm } from '../../harness/scenario/types.ts';

/** An arm that is nothing but a load, in the words of a scenario file. */
export function armOf(load: Record<string, unknown>): Arm & { setup: SampleSetup } {
  const app = { mode: load['body'] === undefined ? 'read' : 'spool' };
  const setup = asSample(setupSchema.parse({ app, memory: '128Mi', scratch: { medium: 'memory' }, load }));
  const expect = { outcome: 'survived' } as const;
  return {
    id: 'test/baseline',
    name: 'baseline',
    title: '',
    setup,
    expect,
    hostCases: [],
    because: null,
    folder: '/',
    locate: () => '',
    expectedAt: {},
  };
}

/** The same for an app of one's own, whose scenario lies in `folder`. */
export function ownArmOf(load: Record<string, unknown>, folder = '/'): Arm {
  const setup = setupSchema.parse({ app: { command: ['./app'] }, memory: '128Mi', load });
  return { ...armOf({ rate: '1/s', for: '1s' }), setup, folder };
}

export interface Driven {
  lines: RecordingLine[];
  startedMs: number | undefined;
  bins: LoadBin[];
  ended: LoadEndedLine | undefined;
  sum: (name: keyof LoadBin) => number;
}

/** What a load recorded. */
export function read(lines: RecordingLine[]): Driven {
  const bins = lines.flatMap((line) => (line.kind === 'load' ? line.bins : []));
  return {
    lines,
    startedMs: lines.find((line) => line.kind === 'arm-started')?.atMs,
    bins,
    ended: lines.find((line) => line.kind === 'load-ended'),
    sum: (name) => bins.reduce((total, bin) => total + bin[name], 0),
  };
}

/** Drives an arm's load at `url` to its end, or to its stop after so many ms. */
export async function drive(load: Load, arm: Arm, url: string, stopAfterMs?: number): Promise<Driven> {
  const lines: RecordingLine[] = [];
  const running = await load.prepare(arm, url, (line) => lines.push(line));
  const timer = stopAfterMs === undefined ? null : setTimeout(() => void running.stop(), stopAfterMs);
  try {
    await running.run();
  } finally {
    if (timer) clearTimeout(timer);
    await running.stop();
  }
  return read(lines);
}

/** Both loads with their programs built into a temporary folder. */
export async function makeLoads() {
  const folder = mkdtempSync(join(tmpdir(), 'nal-test-'));
  const programs = builtPrograms;
  const workFolder = join(folder, 'work');
  const logFolder = join(folder, 'logs');
  mkdirSync(workFolder);
  return {
    folder,
    logFolder,
    remove: () => rmSync(folder, { recursive: true, force: true }),
    builtin: builtinLoad(programs.load, 1),
    k6: (k6 = process.env['K6_BIN'] ?? 'k6', script?: string) =>
      k6Load({
        k6,
        program: programs.k6,
        scripts: new Map(script === undefined ? [] : [['test/baseline', script]]),
        seed: 1,
        workFolder,
        logFolder,
      }),
  };
}
