import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { afterAll, describe, expect, it } from 'vitest';
import { becomesReady, staysOpen, waitingWords } from '../../../harness/platforms/docker/ready.ts';
import { lacks } from '../../skip.ts';

const servers: Server[] = [];
afterAll(() => servers.forEach((server) => server.close()));

async function listenAt(host: string, onConnection: Parameters<typeof createServer>[1] = () => undefined) {
  const server = createServer(onConnection).listen(0, host);
  servers.push(server);
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

const soon = () => AbortSignal.timeout(200);
const here = (port: number) => ({ container: 'none', port, published: null, pid: () => process.pid });

describe.skipIf(lacks('Linux', process.platform === 'linux'))(
  'whether a container accepts connections',
  () => {
    it('is seen in the network of its main process', async () => {
      const port = await listenAt('0.0.0.0');
      expect(await becomesReady(here(port), { ready: 'tcp' }, soon())).toBe(true);
      expect(waitingWords(here(port))).toBeNull();
    });

    it('is not so where it listens for itself alone, which is said', async () => {
      const port = await listenAt('127.0.0.1');
      expect(await becomesReady(here(port), { ready: 'tcp' }, soon())).toBe(false);
      expect(waitingWords(here(port))).toContain(`port ${port} of 127.0.0.1 alone`);
    });

    it('is not so where it listens elsewhere, which is said', async () => {
      const port = await listenAt('0.0.0.0');
      expect(waitingWords(here(1))).toMatch(
        new RegExp(`nothing listens on port 1 in its container, but on .*${port}`),
      );
    });

    it("is asked through Docker's proxy where its network can't be seen: a connection must stay open", async () => {
      const open = await listenAt('127.0.0.1', (socket) => socket.on('error', () => undefined));
      const closing = await listenAt('127.0.0.1', (socket) => socket.end());
      expect(await staysOpen(open)).toBe(true);
      expect(await staysOpen(closing)).toBe(false);
      const elsewhere = { container: 'none', port: 80, published: open, pid: () => null };
      expect(await becomesReady(elsewhere, { ready: 'tcp' }, AbortSignal.timeout(5000))).toBe(true);
    });
  },
);
