import { describe, expect, it } from 'vitest';
import type { HoldersLine, ProcessHolding } from '../../../harness/recording/evidence-lines.ts';
import type { ExecRecording } from '../../../harness/recording/recording.ts';
import type { KernelReport } from '../../../harness/kernel/oom-report.ts';
import type { Sample } from '../../../harness/recording/types.ts';
import { attributeCommand } from '../../../harness/verdict/exec/attribution.ts';

const killMs = 100;

interface Told {
  atMs?: number;
  kernel?: number;
  unread?: number | null;
  anon?: number;
  stacks?: number;
  process?: Partial<ProcessHolding>;
}

function attribute(told: Told[], atKill: { kernel?: number; anon?: number }, stack: string[] = []) {
  const holders = told.map((one): HoldersLine => {
    const { atMs = 0, kernel = 0, unread = null, anon = 0, stacks = 0 } = one;
    const figures = { threads: 100, stackBytes: stacks, pageTableBytes: 0, anonBytes: anon, ...one.process };
    const process = figures as ProcessHolding;
    return {
      kind: 'holders',
      arm: 'exec',
      atMs,
      when: 'alive',
      charged: { usage: kernel + anon, shmem: 0, anon, kernel },
      mounts: [],
      processes: [process],
      deletedFiles: [],
      sysvBytes: 0,
      unixSocketBytes: unread,
      tookMs: 1,
    };
  });
  const pod = [{ atMs: killMs, oomKills: 1 }];
  const recording = {
    holders,
    pod,
    heap: [],
    lives: [],
    exec: { heapSource: null, argv: ['a'] },
  } as unknown as ExecRecording;
  const report = { stack } as KernelReport;
  return attributeCommand(recording, { atMs: killMs - 1, shmem: 0, ...atKill } as Sample, report);
}

describe('what /proc told of a command while it lived', () => {
  it('counts for sockets as the share that they had, scaled to the kill', () => {
    expect(attribute([{ kernel: 40, unread: 36 }], { kernel: 60 }).unixSocketBytes).toBe(54);
  });

  it('is not that of a dying process, whose sockets and stacks are going', () => {
    const sockets = attribute(
      [
        { kernel: 30, unread: 30 },
        { kernel: 60, unread: 26 },
      ],
      { kernel: 60 },
    );
    expect(sockets.unixSocketBytes).toBe(60);
    const stacks = attribute(
      [
        { anon: 40, stacks: 32 },
        { anon: 60, stacks: 0 },
      ],
      { anon: 60 },
    );
    expect(stacks.stacks?.bytes).toBe(48);
  });

  it('is not that of its beginning, where other memory has come since', () => {
    const { unixSocketBytes } = attribute(
      [
        { kernel: 6, unread: 6 },
        { kernel: 50, unread: 6 },
      ],
      { kernel: 60 },
    );
    expect(unixSocketBytes).toBeCloseTo(7.2);
  });

  it('is that of its beginning where there is no later word', () => {
    expect(attribute([{ kernel: 6, unread: 6 }], { kernel: 60 }).unixSocketBytes).toBe(60);
  });

  it('is not what was seen while it was being killed, where there is an earlier word', () => {
    const told = [
      { kernel: 10, unread: 9 },
      { atMs: killMs, kernel: 60, unread: 0 },
    ];
    expect(attribute(told, { kernel: 60 }).unixSocketBytes).toBe(54);
  });

  it('does not take its parent for the holder where the process that held the memory was being killed', () => {
    const [python, node] = [{ runtime: 'python' as const }, { runtime: 'node' as const }];
    const told = [
      { anon: 40, process: python },
      { atMs: killMs - 1, anon: 60, process: node },
    ];
    expect(attribute(told, { anon: 60 }).heap.holder?.runtime).toBe('python');
  });

  it("is known for sockets by the kernel's stack where there was no time to ask, or only early on", () => {
    const stack = ['try_charge_memcg', 'alloc_skb_with_frags', 'unix_stream_sendmsg'];
    expect(attribute([{ kernel: 10 }], { kernel: 60 }, stack).unixSocketBytes).toBe(60);
    expect(attribute([{ kernel: 10, unread: 1 }], { kernel: 60 }, stack).unixSocketBytes).toBe(60);
    expect(attribute([{ kernel: 40, unread: 0 }], { kernel: 60 }, stack).unixSocketBytes).toBe(0);
    expect(attribute([], { kernel: 60 }, ['pte_alloc_one']).unixSocketBytes).toBeNull();
  });

  it('is null where nobody could look', () => {
    expect(attribute([{ kernel: 50 }], { kernel: 60 }).unixSocketBytes).toBeNull();
    expect(attribute([], { kernel: 60 }).stacks).toBeNull();
  });
});
