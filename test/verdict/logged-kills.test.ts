import { describe, expect, it } from 'vitest';
import type { Life } from '../../harness/recording/recording.ts';
import { countLoggedKills } from '../../harness/verdict/logged-kills.ts';
import { judgeArm } from '../../harness/verdict/arm.ts';
import { armRecording, sample } from '../recording.ts';

function life(cgroup: string, signal: string | null, oomKills = 0, stopped = false, atMs = 1000): Life {
  const ended = { atMs, signal, oomKills, stopped, oomKillsFrom: 'oom_kill, as sampled', pod: { usage: 0 } };
  return { started: { life: 1, atMs: 0, cgroup }, ready: { atMs: 1 }, ended } as unknown as Life;
}

function recorded(lives: Life[], victims: string[]) {
  const lines = victims.flatMap((victim) => [
    `oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),oom_memcg=/docker/n/pod1,task_memcg=/docker/n/pod1/${victim},task=node,pid=7,uid=0`,
    'Memory cgroup out of memory: Killed process 7 (node) total-vm:1kB',
  ]);
  const log = {
    kind: 'kernel-log',
    arm: 'x/baseline',
    atMs: 0,
    lines,
    unreadable: null,
    pidsComparable: true,
  };
  return armRecording({ lives, kernelLog: { ...log, kind: 'kernel-log' } });
}

const kills = (lives: Life[], victims: string[]) =>
  countLoggedKills(recorded(lives, victims)).lives.map(({ ended }) => ended?.oomKills);

describe("kills that only the kernel's log tells", () => {
  it('count for a life whose cgroup was gone before its counter was read', () => {
    expect(kills([life('/p/a.scope', 'SIGKILL')], ['a.scope'])).toEqual([1]);
  });

  it('are not those of another container, of one that was stopped, or of one that ended by itself', () => {
    expect(kills([life('/p/a.scope', 'SIGKILL')], ['b.scope'])).toEqual([0]);
    expect(kills([life('/p/a.scope', 'SIGKILL', 0, true)], ['a.scope'])).toEqual([0]);
    expect(kills([life('/p/a.scope', null)], ['a.scope'])).toEqual([0]);
  });

  it('leave counts alone that were read', () => {
    expect(kills([life('/p/a.scope', 'SIGKILL', 2)], ['a.scope'])).toEqual([2]);
  });

  it('count for none where lives share a cgroup and the log has fewer kills than were killed', () => {
    const lives = [life('/p/a', 'SIGKILL', 1), life('/p/a', 'SIGKILL')];
    expect(kills(lives, ['a'])).toEqual([1, 0]);
    expect(kills(lives, ['a', 'a'])).toEqual([1, 1]);
  });

  it('make an OOM death, told from the fullest sample, for the last ones are of a victim that is going', () => {
    const arm = recorded([life('/p/a.scope', 'SIGKILL')], ['a.scope']);
    const pod = [
      sample(900, { usage: 100, shmem: 70, anon: 30 }),
      sample(990, { usage: 72, shmem: 70, anon: 2 }),
    ];
    const found = judgeArm({
      ...arm,
      pod,
      ended: { atMs: 2000, reason: 'shown' } as never,
      sampler: { cpuMs: 1, wallMs: 9 } as never,
    });
    expect(found).toMatchObject({ outcome: 'oom-killed', oomKills: 1 });
    expect(found.composition?.atMs).toBe(900);
    expect(found.evidence.map(({ from }) => from)).toContain(
      '/dev/kmsg: the cgroup was gone before its counter was read',
    );
  });
});
