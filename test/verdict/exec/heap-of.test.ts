import { describe, expect, it } from 'vitest';
import type { HoldersLine, Runtime } from '../../../harness/recording/evidence-lines.ts';
import type { ExecRecording } from '../../../harness/recording/recording.ts';
import type { HeapLine, Sample } from '../../../harness/recording/types.ts';
import { heapOf } from '../../../harness/verdict/exec/heap-of.ts';

const killMs = 1000;

interface Process {
  pid: number;
  name: string;
  /** Left out: as in recordings from before it was looked for. */
  runtime?: Runtime | null;
  anonBytes: number;
}

interface Story {
  processes?: Process[];
  heap?: Partial<HeapLine>[];
  heapSource?: string | null;
  /** What was anonymous in the cgroup at each moment; at the kill 100. */
  anon?: [atMs: number, bytes: number][];
  argv?: string[];
}

function share({ processes = [], heap = [], heapSource = 'auto', anon = [[0, 100]], argv = ['a'] }: Story) {
  const told = heap.map((line) => ({
    kind: 'heap',
    arm: 'exec',
    atMs: killMs - 10,
    external: null,
    ...line,
  }));
  const pod = anon.map(([atMs, bytes]) => ({ atMs, anon: bytes }));
  const recording = { exec: { heapSource, argv }, heap: told, pod } as unknown as ExecRecording;
  const charged = { anon: 100 };
  const alive = processes.length === 0 ? [] : [{ charged, processes } as unknown as HoldersLine];
  return heapOf(recording, alive, { atMs: killMs, anon: 100 } as Sample, null);
}

const node = { pid: 1, name: 'node', runtime: 'node' as const, anonBytes: 90 };
const python = { pid: 2, name: 'python3', runtime: 'python' as const, anonBytes: 90 };
const perl = { pid: 3, name: 'perl', runtime: null, anonBytes: 90 };

describe('how much of the anonymous memory of a command is heap', () => {
  it('is open for a managed runtime that tells nothing, and the words name it', () => {
    const { bytes, openBytes, holder, words } = share({ processes: [python] });
    expect([bytes, openBytes, holder?.runtime]).toEqual([null, 100, 'python']);
    expect(words).toContain('python3 (2) runs Python, and its heap figure is not known');
  });

  it('is not open for a program without one, whatever it is asked', () => {
    for (const heapSource of ['auto', 'none', 'node', 'http://x/metrics']) {
      expect(share({ processes: [perl], heapSource })).toMatchObject({ bytes: null, openBytes: 0 });
    }
  });

  it('is decided by whoever holds the memory: a parent with a heap does not speak for its child', () => {
    const parent = { ...node, anonBytes: 10 };
    const heap = [{ heapUsed: 5, pids: [1] }];
    const withPerl = share({ processes: [parent, perl], heap });
    expect(withPerl).toMatchObject({ bytes: 5, openBytes: 0 });
    const withPython = share({ processes: [parent, python], heap });
    expect(withPython).toMatchObject({ bytes: 5, openBytes: 90, holder: { name: 'python3' } });
  });

  it('is what a metrics page tells, of the runtime of its metric alone', () => {
    const heap = [{ heapUsed: 5, runtime: 'node' as const }];
    const heapSource = 'http://x/metrics';
    expect(share({ processes: [node], heap, heapSource })).toMatchObject({ bytes: 5, openBytes: 0 });
    expect(share({ processes: [python], heap, heapSource })).toMatchObject({ openBytes: 100 });
    const named = [{ heapUsed: 5, runtime: null }];
    expect(share({ processes: [python], heap: named, heapSource })).toMatchObject({ bytes: 5, openBytes: 0 });
  });

  it('is not what was told long before', () => {
    const heap = [{ heapUsed: 5, pids: [1], atMs: killMs - 2500 }];
    const told = share({ processes: [node], heap, heapSource: 'node' });
    expect(told).toMatchObject({ bytes: null, openBytes: 100 });
  });

  it('is what was read before a process was stuck at its limit, where nothing came since', () => {
    const heap = [{ heapUsed: 5, pids: [1], atMs: killMs - 2500 }];
    const anon: Story['anon'] = [
      [-5000, 10],
      [killMs - 2500, 99],
    ];
    expect(share({ processes: [node], heap, anon })).toMatchObject({
      bytes: 5,
      openBytes: 0,
      unseenBytes: 1,
    });
  });

  it('grows by what came since it was read as it did before, where a good part had been seen to come', () => {
    const heap = [
      { heapUsed: 1, pids: [1], atMs: 100 },
      { heapUsed: 37, pids: [1], atMs: 900 },
    ];
    const told = share({
      processes: [node],
      heap,
      anon: [
        [100, 10],
        [900, 50],
      ],
    });
    expect(told).toMatchObject({ bytes: 37 + 50 * 0.9, unseenBytes: 0 });
    const late = share({
      processes: [node],
      heap,
      anon: [
        [100, 40],
        [900, 50],
      ],
    });
    expect(late).toMatchObject({ bytes: 37, unseenBytes: 50 });
  });

  it('is not what was read while the process was being killed, which takes its mappings from it', () => {
    const heap = [
      { heapUsed: 70, pids: [1], atMs: killMs - 40, tookMs: 30 },
      { heapUsed: 13, pids: [1], atMs: killMs - 8, tookMs: 20 },
    ];
    expect(share({ processes: [node], heap, anon: [[0, 100]] })).toMatchObject({ bytes: 70, unseenBytes: 0 });
  });

  it('may have grown since it was told, where the host let too much time pass', () => {
    const heap = [{ heapUsed: 20, pids: [1], atMs: killMs - 900 }];
    const told = share({ processes: [node], heap, heapSource: 'node', anon: [[50, 40]] });
    expect(told).toMatchObject({ bytes: 20, unseenBytes: 60 });
  });

  it('grows as it did just before, not as it did while the runtime came up', () => {
    const heap = [
      { heapUsed: 1, pids: [1], atMs: 100 },
      { heapUsed: 2, pids: [1], atMs: 500 },
      { heapUsed: 22, pids: [1], atMs: 900 },
    ];
    const anon: Story['anon'] = [
      [100, 2],
      [500, 40],
      [900, 60],
    ];
    expect(share({ processes: [node], heap, anon })).toMatchObject({ bytes: 62, unseenBytes: 0 });
  });

  it('is open by the name of the program in recordings from before runtimes were looked for', () => {
    const { runtime: _, ...old } = node;
    expect(share({ processes: [old], heapSource: null }).openBytes).toBe(100);
    expect(share({ processes: [{ ...old, name: 'mysqld' }], heapSource: null }).openBytes).toBe(0);
    expect(share({ argv: ['/usr/bin/python3.11', 'x.py'], heapSource: null }).openBytes).toBe(100);
    expect(share({ heapSource: null }).openBytes).toBe(0);
  });
});
