import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import {
  limitIn,
  LookReader,
  printingOnce,
  sampleIn,
  type Files,
} from '../../../harness/diagnose/targets/memory-files.ts';
import { podObject } from '../../../harness/diagnose/kubernetes/pod-object.ts';
import { Kills, levelsInFiles, limitsIn } from '../../../harness/diagnose/targets/reader-files.ts';

const v2 = {
  'memory.current': '1000000\n',
  'memory.max': 'max\n',
  'memory.stat': 'anon 100\nfile 900\nshmem 800\nkernel 50\nslab_reclaimable 10\nunheard_of 3\n',
  'memory.events': 'low 0\nhigh 0\nmax 7\noom 2\noom_kill 1\n',
  'memory.pressure':
    'some avg10=1.00 avg60=0.00 avg300=0.00 total=11\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=5\n',
};

it('what the loop prints in a real shell is read back, whichever files are there', () => {
  const folder = mkdtempSync(join(tmpdir(), 'nal-look-'));
  try {
    for (const [name, text] of Object.entries(v2)) writeFileSync(join(folder, name), text);
    const files = [...Object.keys(v2), 'memory.usage_in_bytes'].map((name) => join(folder, name)).join(' ');
    const looks: Files[] = [];
    const reader = new LookReader((look) => void looks.push(look));
    const printed = execFileSync('sh', [
      '-c',
      printingOnce(files, "echo '==> df <=='; echo hello"),
    ]).toString();
    for (const line of printed.split('\n')) reader.line(line);
    expect(looks).toHaveLength(1);
    const [look] = looks as [Files];
    expect(look.get('df')).toBe('hello');
    expect(sampleIn(look, folder, 9)).toMatchObject({
      atMs: 9,
      usage: 1_000_000,
      anon: 100,
      shmem: 800,
      kernel: 50,
      slabReclaimable: 10,
      sock: null,
      limitEvents: 7,
      oomKills: 1,
      pressureFullUs: 5,
    });
    expect(limitIn(look, folder, 'here')).toEqual({ cgroup: 'here', limitBytes: null });
    expect(sampleIn(look, '/elsewhere', 9)).toBeNull();
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it('a look that breaks off is none', () => {
  const looks: Files[] = [];
  const reader = new LookReader((look) => void looks.push(look));
  for (const line of ['=== look', '==> memory.current <==', '5', '=== look', '=== end']) reader.line(line);
  expect(looks.map((look) => look.size)).toEqual([0]);
});

it('a look whose begin was missed is none', () => {
  const looks: Files[] = [];
  const reader = new LookReader((look) => void looks.push(look));
  for (const line of ['12', '==> memory.stat <==', 'anon 1', '=== end', '=== look', '=== end'])
    reader.line(line);
  expect(looks.map((look) => look.size)).toEqual([0]);
});

function killsFile(folder: string, count: number): Files {
  return new Map([[`${folder}/memory.oom_control`, `oom_kill_disable 0\nunder_oom 0\noom_kill ${count}`]]);
}

it('of cgroup v1, kills are counted in containers, and are not forgotten as those go', () => {
  const kills = new Kills();
  expect(kills.countIn(killsFile('c1', 0))).toBe(0);
  expect(kills.countIn(killsFile('c1', 1))).toBe(1);
  expect(kills.countIn(killsFile('c2', 1))).toBe(2);
});

it('the limits of a pod are read at every level, and no limit of v1 is none', () => {
  const file = 'memory.limit_in_bytes';
  const none = '9223372036854771712';
  const files = new Map([
    [file, '134217728'],
    [`pause/${file}`, none],
    [`app/${file}`, '67108864'],
    [`../${file}`, none],
  ]);
  const ofPod = [
    { cgroup: 'pod', limitBytes: 2 ** 27 },
    { cgroup: 'above the pod', limitBytes: null },
  ];
  expect(limitsIn(files, '')).toEqual(ofPod);
  expect(limitsIn(files, 'app')).toEqual([{ cgroup: 'container', limitBytes: 2 ** 26 }, ...ofPod]);
});

const id = (digit: string) => digit.repeat(64);
const at = (folder: string, limit: string, anon: number) =>
  Object.entries({ current: anon, max: limit, stat: `anon ${anon}\nfile 0\n` }).map(
    ([name, text]) => [`${folder}memory.${name}`, String(text)] as const,
  );

it('the levels of a pod are its own and its running containers’, each with its own figures', () => {
  const pod = podObject.parse({
    metadata: { name: 'api-1' },
    spec: { containers: [{ name: 'api' }, { name: 'proxy' }, { name: 'waits' }] },
    status: {
      containerStatuses: [
        { name: 'api', containerID: `containerd://${id('a')}`, state: { running: {} } },
        { name: 'proxy', containerID: `containerd://${id('b')}`, state: { running: {} } },
        { name: 'waits', state: { waiting: { reason: 'CrashLoopBackOff' } } },
      ],
    },
  });
  const files = new Map([
    ...at('', 'max', 900),
    ...at(`cri-containerd-${id('a')}.scope/`, 'max', 800),
    ...at(`cri-containerd-${id('b')}.scope/`, '200', 100),
  ]);
  expect(levelsInFiles(files, pod)).toMatchObject([
    { container: null, folder: '', limitBytes: null, unreclaimableBytes: 900 },
    { container: 'api', limitBytes: null, unreclaimableBytes: 800 },
    { container: 'proxy', limitBytes: 200, unreclaimableBytes: 100 },
  ]);
});
