import { describe, expect, it } from 'vitest';
import { parseRecord, type KernelRecord } from '../../../harness/kernel/log/kmsg.ts';
import { below, ownKills as ownRecords, type IsOwn } from '../../../harness/kernel/log/own-kills.ts';

const at = (atMs: number, ...texts: string[]): KernelRecord[] => texts.map((text) => ({ atMs, text }));
const kill = (cgroup: string, pid: number, limited = cgroup) => [
  'dd invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0',
  'CPU: 1 UID: 0 PID: 6551 Comm: dd Not tainted',
  'memory: usage 32768kB, limit 32768kB, failcnt 47',
  `Memory cgroup stats for ${limited}:`,
  'anon 1163264',
  `oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),oom_memcg=${limited},task_memcg=${cgroup},task=dd,pid=${pid},uid=0`,
  `Memory cgroup out of memory: Killed process ${pid} (dd) total-vm:4000kB`,
];
const which = { pids: new Set([7]), sinceMs: 1000 };
const ownKills = (records: KernelRecord[], isOwn: IsOwn, of: typeof which) =>
  ownRecords(records, isOwn, of).map(({ text }) => text);

describe("the kernel's lines on kills in one cgroup", () => {
  it('are taken without those of other cgroups, and without the stack', () => {
    const records = [...at(1000, ...kill('/a/other', 5)), ...at(1001, ...kill('/a/own', 6))];
    const lines = ownKills(records, below('/own'), which);
    expect(lines.join('\n')).toContain('Killed process 6 ');
    expect(lines.join('\n')).not.toContain('Killed process 5 ');
    expect(lines.join('\n')).not.toContain('Comm: dd');
    expect(lines).toContain('anon 1163264');
  });

  it('are not those of a cgroup whose name begins alike', () => {
    expect(ownKills(at(1000, ...kill('/a/own-2', 6)), below('/own'), which)).toEqual([]);
  });

  it('are taken where the limit of a cgroup above was met', () => {
    expect(ownKills(at(1000, ...kill('/a/own', 6, '/a')), below('/own'), which)).not.toEqual([]);
  });

  it('hold lines of others between them only where they tell of memory', () => {
    const [first = '', ...rest] = kill('/own', 6);
    const lines = ownKills(at(1000, first, 'eth0: link up', ...rest), below('/own'), which);
    expect(lines).not.toContain('eth0: link up');
  });

  it('are known by the victim where the kernel left all but the last out', () => {
    const last = 'Memory cgroup out of memory: Killed process 7 (dd) total-vm:4000kB';
    const other = 'Memory cgroup out of memory: Killed process 8 (dd) total-vm:4000kB';
    expect(ownKills(at(1000, last, other), below('/own'), which)).toEqual([last]);
    const longAgo = which.sinceMs + 60_000;
    expect(ownKills(at(1000, last), below('/own'), { ...which, sinceMs: longAgo })).toEqual([]);
  });
});

describe('a record of /dev/kmsg', () => {
  it('gives its time and text, without its dictionary', () => {
    const record = '6,44925,15786151028,-;Memory cgroup stats for /nal-probe:\n SUBSYSTEM=x\n';
    expect(parseRecord(record)).toEqual({ atMs: 15786151.028, text: 'Memory cgroup stats for /nal-probe:' });
  });

  it('may go on from another, and may be none', () => {
    expect(parseRecord('4,99,360000,c; 00000000')?.text).toBe(' 00000000');
    expect(parseRecord('')).toBeNull();
  });
});
