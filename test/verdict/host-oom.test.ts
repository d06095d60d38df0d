import { describe, expect, it } from 'vitest';
import type { HostOomLine } from '../../harness/recording/types.ts';
import { judge } from '../../harness/verdict/judge.ts';
import type { ArmRecording } from '../../harness/recording/recording.ts';
import { hostFacts } from '../host-facts.ts';
import { killedArm, runRecording } from '../report/html/run-recording.ts';

const memoryBytes = 8 * 2 ** 30;
const facts = hostFacts({ memoryBytes });

/** An arm with two kills of its own, beside which this much of the host's memory was left. */
const armOn = (memAvailable: number): ArmRecording => ({
  ...killedArm(),
  node: [{ kind: 'node', arm: 'x/baseline', atMs: 0, memAvailable }],
});
const kills = (count: number, kernelLines: string[] | null): HostOomLine => ({
  kind: 'host-oom',
  atMs: 0,
  kills: count,
  kernelLines,
});

function reasonWith(hostOom: HostOomLine, arm: ArmRecording, putAside: ArmRecording[] = []) {
  const base = runRecording([arm], { hostOom, putAside });
  return judge({ ...base, run: { ...base.run, host: facts } }).scenarios[0]?.arms[0]?.reason;
}

describe('a kill for want of memory on the whole host', () => {
  const little = memoryBytes / 100;

  it('makes an arm inconclusive where the kernel tells of it', () => {
    const said = 'Out of memory: Killed process 12 (java)';
    expect(reasonWith(kills(3, [said]), armOn(memoryBytes / 2))).toContain(said);
  });

  it('is none where the kernel tells of kills at limits alone', () => {
    expect(reasonWith(kills(3, []), armOn(little))).not.toContain('the host itself');
  });

  it('is taken for one, without the word of the kernel, where next to nothing was left and others were killed', () => {
    expect(reasonWith(kills(3, null), armOn(little))).toContain('the kernel killed 1 others');
    expect(reasonWith(kills(3, null), armOn(memoryBytes / 2))).not.toContain('the host itself');
    expect(reasonWith(kills(2, null), armOn(little))).not.toContain('the host itself');
  });

  it('is none where the first try of an arm that ran once more had those kills', () => {
    expect(reasonWith(kills(4, null), armOn(little), [armOn(little)])).not.toContain('the host itself');
  });
});
