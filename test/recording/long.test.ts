import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createColors } from 'picocolors';
import { afterAll, describe, expect, it } from 'vitest';
import { readRecording } from '../../harness/recording/read.ts';
import { columnsOf } from '../../harness/recording/sample-columns.ts';
import { columns, type RecordingLine, type SampleRow } from '../../harness/recording/types.ts';
import { recordingName } from '../../harness/recording/write.ts';
import { renderExecHtml } from '../../harness/report/html/exec-page.ts';
import { renderRunHtml } from '../../harness/report/html/run-page.ts';
import { renderJunit } from '../../harness/report/junit.ts';
import { renderMarkdown } from '../../harness/report/markdown.ts';
import { renderText } from '../../harness/report/text.ts';
import { judgeExec } from '../../harness/verdict/exec/judge-exec.ts';
import { judge } from '../../harness/verdict/judge.ts';
import { temporaryFolder } from '../cli.ts';
import { runRecording } from '../report/html/run-recording.ts';
import { wholeSetup } from '../setup.ts';

const folder = temporaryFolder();
afterAll(folder.remove);

/** More than the arguments that a call can have. */
const many = 210_000;
const lives = 100;
const arm = 'x/baseline';
const each = <T>(make: (index: number) => T, count = many) =>
  Array.from({ length: count }, (_, at) => make(at));

const { run } = runRecording([]);
const cost = { intervalMs: 1, ticks: many, missedTicks: 0, longestGapMs: 1, cpuMs: 1, wallMs: many };
const closing: RecordingLine[] = [
  { kind: 'sampler', arm, ...cost },
  { kind: 'arm-ended', arm, atMs: many, reason: 'load-done' },
  { kind: 'run-ended', atMs: many, interrupted: null, failure: null, exitCode: null },
];

function row(atMs: number): SampleRow {
  return columns.map((name) => (name === 'atMs' ? atMs : name === 'usage' ? 1000 + atMs : 0)) as SampleRow;
}

function lifeOf(index: number): RecordingLine[] {
  const [life, length] = [index + 1, many / lives];
  const common = {
    arm,
    life,
    exitCode: null,
    signal: 'SIGKILL',
    reason: null,
    stopped: false,
    lastLines: [],
  };
  const kill = { oomKills: 1, oomKillsFrom: 'memory.events', pod: { usage: 1, shmem: 1 }, scratch: null };
  return [
    { kind: 'life-started', arm, life, atMs: index * length, pid: life, cgroup: '/x' },
    { kind: 'life-ready', arm, life, atMs: index * length + 1 },
    { kind: 'life-ended', ...common, ...kill, atMs: (index + 1) * length - 1 },
  ];
}

function write(lines: RecordingLine[]): string {
  writeFileSync(join(folder.path, recordingName), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  return folder.path;
}

const samples: RecordingLine[] = [{ kind: 'samples', arm, level: 'pod', columns: columnsOf(each(row)) }];
const heap = each((atMs): RecordingLine => {
  return { kind: 'heap', arm, atMs, heapUsed: 7e6, external: null, threadStacks: null };
});

describe(`a recording of ${many} samples`, () => {
  it('of a run is judged and shown: with as many bins, heap figures, figures of the node, and many lives', async () => {
    const counts = { scheduled: 1, started: 1, ok: 1, diskFull: 0, failed: 0, refused: 0, dropped: 0 };
    const opening: RecordingLine[] = [
      { kind: 'scenario', name: 'x', title: 'x', story: 'x', file: 'x/scenario.yaml' },
      {
        kind: 'arm',
        arm,
        scenario: 'x',
        name: 'baseline',
        title: 'x',
        setup: wholeSetup(),
        expect: { outcome: 'oom-killed' },
      },
      { kind: 'arm-started', arm, atMs: 0 },
    ];
    const load: RecordingLine[] = [
      { kind: 'load', arm, binMs: 1, bins: each((fromMs) => ({ fromMs, ...counts })) },
      ...each((atMs): RecordingLine => ({ kind: 'node', arm, atMs, memAvailable: 1e9 })),
      { kind: 'host-oom', kills: many, kernelLines: null } as RecordingLine,
    ];
    const all = [run, ...opening, ...samples, ...heap, ...load, ...each(lifeOf, lives).flat(), ...closing];
    const recording = await readRecording(write(all));
    const findings = judge(recording);
    expect(findings.scenarios[0]?.arms[0]).toMatchObject({ peakBytes: 1000 + many - 1, oomKills: lives });
    const reports = [
      renderText(findings, createColors(false)),
      renderMarkdown(findings),
      renderJunit([findings]),
    ];
    expect(reports.every((text) => text.includes('baseline'))).toBe(true);
    expect(renderRunHtml(findings, recording, '/runs/1')).toContain('baseline');
  });

  it('of a command is judged and shown', async () => {
    const limits = { limitBytes: 64e6, scratch: [], timeoutMs: null, heapSource: 'node', cgroup: '/x' };
    const exec: RecordingLine = { kind: 'exec', arm, argv: ['x'], ...limits };
    const recording = await readRecording(write([run, exec, ...samples, ...heap, ...closing]));
    if (recording.exec === null) throw new Error('no command in the recording');
    const findings = judgeExec(recording, recording.exec);
    expect(findings.peakBytes).toBe(1000 + many - 1);
    expect(renderExecHtml(findings, recording, recording.exec, '/runs/1')).toContain('<h1>');
  });
});
