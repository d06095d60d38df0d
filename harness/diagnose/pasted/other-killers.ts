import type { PastKill } from '../../verdict/diagnose/findings.ts';

type Words = { victim?: PastKill['victim']; from: string; reason: string };

/** Programs that kill before the kernel does, by the lines that they write. */
const killers: [RegExp, (parts: string[]) => Words][] = [
  [
    /systemd-oomd\[\d+\]: Killed (\S+) due to (memory pressure|memory used|swap used)/,
    ([, cgroup = '', why = '']) => ({
      from: 'systemd-oomd',
      reason: `systemd-oomd killed ${cgroup}, for ${why}: no limit was met`,
    }),
  ],
  [
    /sending (SIG(?:TERM|KILL)) to process (\d+) (?:uid \d+ )?"([^"]*)": badness \d+, VmRSS (\d+) MiB/,
    ([, signal = '', pid = '0', name = '', mebibytes = '']) => ({
      victim: { pid: Number(pid), name },
      from: 'earlyoom',
      reason: `earlyoom sent it ${signal} as the host ran low, at ${mebibytes} MiB resident: no limit was met`,
    }),
  ],
  [
    /killing process (\d+) "([^"]*)" with signal \d+: badness \d+/,
    ([, pid = '0', name = '']) => ({
      victim: { pid: Number(pid), name },
      from: 'earlyoom',
      reason: 'earlyoom killed it as the host ran low: no limit was met',
    }),
  ],
  [
    /\[talos\] Sending SIGKILL to cgroup .*"cgroup": "([^"]*)"/,
    ([, cgroup = '']) => ({
      from: 'the OOM controller of Talos',
      reason: `the OOM controller of Talos killed ${cgroup} as the node ran low: no limit was met`,
    }),
  ],
  [
    /System OOM encountered, victim process: (.{1,64}?), pid: (\d+)/,
    ([, name = '', pid = '0']) => ({
      victim: { pid: Number(pid), name },
      from: 'an event of the kubelet',
      reason: 'the whole node ran out of memory',
    }),
  ],
];
const telling = /Killed|killing|sending SIG|Sending SIGKILL|System OOM/;
const mostKills = 200;

/** Kills that were none of the kernel's, or none of a limit; `told` are the PIDs whose kill the kernel itself tells. */
export function otherKills(lines: readonly string[], told: ReadonlySet<number>): PastKill[] {
  const kills: PastKill[] = [];
  for (const line of lines) {
    if (kills.length >= mostKills) break;
    if (!telling.test(line)) continue;
    for (const [pattern, wordsOf] of killers) {
      const match = pattern.exec(line);
      if (match === null) continue;
      const { victim = null, from, reason } = wordsOf([...match]);
      if (victim !== null && told.has(victim.pid)) break;
      kills.push({
        atMs: null,
        victim,
        cause: null,
        causeReason: reason,
        limitBytes: null,
        isOwnLimit: false,
        from: `${from}, pasted`,
      });
      break;
    }
  }
  return kills;
}
