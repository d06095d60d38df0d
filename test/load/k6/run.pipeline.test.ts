import { readFileSync } from 'node:fs';
import { getPriority } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { armOf, drive, makeLoads } from '../drive.ts';
import { lacksRoot } from '../../skip.ts';
import { fakeK6 } from './fake.ts';

let loads: Awaited<ReturnType<typeof makeLoads>>;
beforeAll(async () => void (loads = await makeLoads()));
afterAll(() => loads.remove());

const arm = armOf({ rate: '20/s', for: '1s' });
const nowhere = 'http://127.0.0.1:9';
const printed = (metric: string, value: number) =>
  `echo '{"metric":"${metric}","type":"Point","data":{"time":"'$(date -u +%Y-%m-%dT%H:%M:%S.%NZ)'","value":${value},"tags":{"status":"200"}}}'`;
const oneRequest = `${printed('sent_after_ms', 0)}\n${printed('http_req_duration', 1)}`;

describe('a load by k6', () => {
  it('counts what k6 printed', async () => {
    const driven = await drive(loads.k6(fakeK6(loads.folder, 'good', oneRequest)), arm, nowhere);
    expect([driven.sum('started'), driven.sum('ok'), driven.ended?.unfinished]).toEqual([1, 1, 0]);
  });

  it('takes exit code 99, a threshold crossed, as data and not as an error', async () => {
    const k6 = fakeK6(loads.folder, 'crossed', `${oneRequest}\necho crossed >&2; exit 99`);
    const driven = await drive(loads.k6(k6), arm, nowhere);
    expect(driven.sum('ok')).toBe(1);
    expect(driven.ended).toBeDefined();
  });

  it('fails with what k6 said where it ends with any other code', async () => {
    const k6 = fakeK6(
      loads.folder,
      'broken',
      `${oneRequest}\necho 'ReferenceError: x is not defined' >&2; exit 107`,
    );
    await expect(drive(loads.k6(k6), arm, nowhere)).rejects.toMatchObject({
      kind: 'infrastructure',
      exitCode: 4,
      message: 'The load (k6) ended too early, with exit code 107.',
      hint: 'ReferenceError: x is not defined',
    });
  });

  it('fails where k6 is killed, and where it is gone', async () => {
    const killed = fakeK6(loads.folder, 'killed', 'kill -KILL $$');
    await expect(drive(loads.k6(killed), arm, nowhere)).rejects.toMatchObject({ exitCode: 4 });
    await expect(drive(loads.k6('/nowhere/k6'), arm, nowhere)).rejects.toMatchObject({
      hint: expect.stringContaining('ENOENT') as string,
    });
  });

  it('asks k6 to end by SIGINT when stopped, and keeps what it counted', async () => {
    const script = `trap '${printed('dropped_iterations', 2).replaceAll("'", `'\\''`)}; exit 105' INT\n${oneRequest}\nwhile :; do sleep 0.05; done`;
    const driven = await drive(loads.k6(fakeK6(loads.folder, 'asked', script)), arm, nowhere, 700);
    expect([driven.sum('ok'), driven.sum('dropped')]).toEqual([1, 2]);
    expect(driven.ended).toBeDefined();
  });

  it('ends a k6 that was never told to begin, with nothing to tell', async () => {
    const lines: unknown[] = [];
    const k6 = fakeK6(loads.folder, 'waits', 'exec sleep 60');
    const running = await loads.k6(k6).prepare(arm, nowhere, (line) => lines.push(line));
    const begun = performance.now();
    await running.stop();
    expect(performance.now() - begun).toBeLessThan(2000);
    expect(lines).toEqual([]);
  });

  it.skipIf(lacksRoot())('goes before others once its load begins, and not as k6 gets ready', async () => {
    const niceness = join(loads.folder, 'niceness');
    const script = `nice > ${niceness}\n${oneRequest}\nsleep 0.3\nnice >> ${niceness}`;
    await drive(loads.k6(fakeK6(loads.folder, 'nice', script)), arm, nowhere);
    expect(readFileSync(niceness, 'utf8').trim().split('\n').map(Number)).toEqual([getPriority(), -10]);
  });

  it('kills a k6 that does not end at SIGINT, with what it counted kept', async () => {
    const script = `trap '' INT\n${oneRequest}\nexec sleep 60`;
    const begun = performance.now();
    const driven = await drive(loads.k6(fakeK6(loads.folder, 'deaf', script)), arm, nowhere, 300);
    expect(performance.now() - begun).toBeLessThan(5000);
    expect(driven.sum('ok')).toBe(1);
    expect(driven.ended).toBeDefined();
  });
});
