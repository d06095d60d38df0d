import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { arrivalsBefore, planOf } from '../../harness/load/plan.ts';
import { monotonicMs } from '../../harness/process/clock.ts';
import { armOf, drive, makeLoads } from './drive.ts';
import { startServer } from './server.ts';
import { lacks } from '../skip.ts';

const hasK6 = spawnSync(process.env['K6_BIN'] ?? 'k6', ['version']).status === 0;

let loads: Awaited<ReturnType<typeof makeLoads>>;
beforeAll(async () => void (loads = await makeLoads()));
afterAll(() => loads.remove());

describe.skipIf(lacks('k6', hasK6))('k6 and the builtin load', () => {
  // How near they are bin by bin depends on how busy the host is: `npm run bench -- arrivals` prints it.
  it.each([
    ['uploads at a constant rate', { rate: '200/s', body: '64Ki', for: '1500ms' }],
    ['uploads under a ramp', { rate: '200/s', body: '64Ki', for: '1500ms', ramp: '1s' }],
    ['reads at an odd rate', { rate: '100/m', for: '3s' }],
    ['reads for less than a second', { rate: '100/s', for: '500ms' }],
  ])('bring the same arrivals: %s', async (_what, load) => {
    const arm = armOf({ maxVUs: 50, ...load });
    const both = await Promise.all(
      [loads.builtin, loads.k6()].map(async (each) => {
        const server = await startServer();
        const driven = await drive(each, arm, server.url);
        await server.close();
        return { driven, bytes: server.bytes() };
      }),
    );
    const due = arrivalsBefore(arm.setup.load.for, planOf(arm.setup.load));
    for (const { driven, bytes } of both) {
      const started = driven.sum('started');
      expect(driven.sum('scheduled')).toBe(due);
      const arrivals = started + driven.sum('dropped');
      expect(arrivals).toBeLessThanOrEqual(due + 1);
      expect(arrivals).toBeGreaterThan(due * 0.9); // k6 leaves out what it is late for at its end
      expect(driven.sum('ok')).toBe(started);
      expect(driven.ended).toMatchObject({ unfinished: 0 });
      expect(bytes).toBe(started * (arm.setup.load.body ?? 0));
    }
  });

  it('tell a full volume, a refused port and an error apart alike', async () => {
    let count = 0;
    const server = await startServer((_request, response) => {
      response.writeHead([201, 507, 500][count++ % 3] ?? 0).end();
    });
    const arm = armOf({ rate: '60/s', body: '1Ki', for: '1500ms' });
    for (const load of [loads.builtin, loads.k6()]) {
      count = 0;
      const driven = await drive(load, arm, server.url);
      expect([driven.sum('ok'), driven.sum('diskFull'), driven.sum('failed')]).toEqual([30, 30, 30]);
    }
    await server.close();
    const refused = await Promise.all(
      [loads.builtin, loads.k6()].map((load) => drive(load, arm, server.url)),
    );
    expect(refused.map((driven) => driven.sum('refused'))).toEqual([90, 90]);
  });

  it('drop what finds maxVUs requests in flight, and count what is never answered', async () => {
    const server = await startServer(() => undefined);
    const arm = armOf({ rate: '50/s', body: '1Ki', for: '1100ms', maxVUs: 5 });
    const both = await Promise.all([loads.builtin, loads.k6()].map((load) => drive(load, arm, server.url)));
    for (const driven of both)
      expect([driven.sum('started'), driven.sum('dropped'), driven.ended?.unfinished]).toEqual([5, 50, 5]);
    await server.close();
  });

  it('stopped half way, both give their bins and an end', async () => {
    const server = await startServer();
    const arm = armOf({ rate: '100/s', body: '1Ki', for: '60s', maxVUs: 20 });
    const both = [loads.builtin, loads.k6()].map(async (load) => {
      const begun = monotonicMs();
      const driven = await drive(load, arm, server.url, 1500);
      expect(driven.sum('ok')).toBeGreaterThan(0);
      expect(driven.sum('started')).toBeLessThan(6000); // all that were due in its minute
      expect(driven.startedMs).toBeGreaterThan(begun);
      expect(driven.ended?.latencyMs?.p50).toBeGreaterThan(0);
    });
    await Promise.all(both);
    await server.close();
  });
});

describe.skipIf(lacks('k6', hasK6))('k6', () => {
  it('agrees in its own summary with what was counted', async () => {
    const server = await startServer();
    const driven = await drive(loads.k6(), armOf({ rate: '100/s', for: '1500ms', maxVUs: 20 }), server.url);
    await server.close();
    const summary = JSON.parse(readFileSync(join(loads.logFolder, 'k6-test-baseline.json'), 'utf8')) as {
      metrics: { http_reqs: { values: { count: number } } };
    };
    expect(summary.metrics.http_reqs.values.count).toBe(driven.sum('started'));
  });

  it('gives the beginning of the load on the clock of the kernel', async () => {
    let firstMs: number | undefined;
    const server = await startServer((_request, response) => {
      firstMs ??= monotonicMs();
      response.end();
    });
    const driven = await drive(loads.k6(), armOf({ rate: '20/s', for: '1100ms', maxVUs: 5 }), server.url);
    await server.close();
    const latencyMs = (firstMs ?? 0) - (driven.startedMs ?? 0);
    expect(latencyMs).toBeGreaterThan(-2);
    expect(latencyMs).toBeLessThan(1100); // while the load goes on, and not at its end
  });

  it("runs a scenario's own script, which need not tell when it sends", async () => {
    const script = join(loads.folder, 'own.ts');
    writeFileSync(
      script,
      `import http from 'k6/http';
      export const options = { iterations: 10, vus: 2, thresholds: { http_reqs: ['count>100'] } };
      export default function (): void { http.get(\`\${__ENV['LOAD_URL']}/own\`); }`,
    );
    const paths: (string | undefined)[] = [];
    const server = await startServer((request, response) => {
      paths.push(request.url);
      response.end();
    });
    const driven = await drive(loads.k6(undefined, script), armOf({ rate: '1/s', for: '1s' }), server.url);
    await server.close();
    expect(paths).toEqual(Array.from({ length: 10 }, () => '/own'));
    expect([driven.sum('started'), driven.sum('ok')]).toEqual([10, 10]);
  });
});
