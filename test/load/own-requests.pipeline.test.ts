import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tolerate } from '../../harness/errors.ts';
import { drive, makeLoads, ownArmOf } from './drive.ts';
import { startServer } from './server.ts';
import { lacks } from '../skip.ts';

const hasK6 = spawnSync(process.env['K6_BIN'] ?? 'k6', ['version']).status === 0;
const secret = 'Bearer only-for-the-app';

let loads: Awaited<ReturnType<typeof makeLoads>>;
beforeAll(async () => {
  loads = await makeLoads();
  mkdirSync(join(loads.folder, 'bodies'));
  writeFileSync(join(loads.folder, 'bodies/order.json'), '{"item":1}');
});
afterAll(() => loads.remove());

/** The command lines of all processes, as `ps` shows them. */
function commandLines(): string {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => tolerate(['ENOENT', 'ESRCH'], () => readFileSync(`/proc/${pid}/cmdline`, 'utf8'), ''))
    .join('\n');
}

describe.each([
  ['the builtin load', false],
  ['k6', true],
])("requests by %s for an app of one's own", (_name, isK6) => {
  const load = () => (isK6 ? loads.k6() : loads.builtin);

  it.skipIf(isK6 && lacks('k6', hasK6))(
    'have the method, path, headers and file that the scenario names, and no secret is on a command line',
    async () => {
      const seen: string[] = [];
      let lines = '';
      const server = await startServer((request, response) => {
        if (lines === '') lines = commandLines();
        const { method, url, headers } = request;
        seen.push(`${method} ${url} ${headers.authorization} ${headers['content-length']}`);
        response.end();
      });
      const arm = ownArmOf(
        {
          rate: '20/s',
          for: '1s',
          method: 'PUT',
          path: '/items/{n}?again={n}',
          headers: { authorization: secret },
          bodyFile: 'bodies/order.json',
        },
        loads.folder,
      );
      const driven = await drive(load(), arm, server.url);
      await server.close();
      expect(driven.sum('ok')).toBe(driven.sum('started'));
      for (const number of [0, 9])
        expect(seen).toContain(`PUT /items/${number}?again=${number} ${secret} 10`);
      expect(new Set(seen).size).toBe(seen.length);
      expect(server.bytes()).toBe(10 * seen.length);
      expect(lines).toContain('vitest');
      expect(lines).not.toContain(secret);
    },
  );

  it.skipIf(isK6 && lacks('k6', hasK6))('are GET / where nothing else is said', async () => {
    const seen = new Set<string>();
    const server = await startServer((request, response) => {
      seen.add(`${request.method} ${request.url}`);
      response.end();
    });
    await drive(load(), ownArmOf({ rate: '10/s', for: '1s' }), server.url);
    await server.close();
    expect([...seen]).toEqual(['GET /']);
  });
});
