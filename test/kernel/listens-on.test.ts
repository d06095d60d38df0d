import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { listenersIn, listening, listensOn } from '../../harness/kernel/listens-on.ts';
import { lacks } from '../skip.ts';

describe.skipIf(lacks('Linux', process.platform === 'linux'))('who listens on a port', () => {
  it.each(['127.0.0.1', '0.0.0.0'])('is known of %s', async (address) => {
    const server = createServer().listen(0, address);
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    expect(listensOn(process.pid, port)).toBe(true);
    expect(listensOn(process.ppid, port)).toBe(false);
    server.close();
    await once(server, 'close');
    expect(listensOn(process.pid, port)).toBe(false);
  });

  it('is read from the table of the kernel, connections left out', () => {
    const table = [
      '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode',
      '   0: 0100007F:4E20 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 17 1 0 100 0 0 10 0',
      '   1: 0100007F:4E20 0100007F:9C40 01 00000000:00000000 00:00000000 00000000     0        0 18 1 0 20 4 30 10 -1',
      '   2: 0100007F:004E 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 19 1 0 100 0 0 10 0',
    ].join('\n');
    expect(listenersIn(table, 20_000)).toEqual(['17']);
    expect(listenersIn(table, 78)).toEqual(['19']);
  });

  it('is told with whether only its own network reaches it', () => {
    const addresses = [
      ['00000000', false],
      ['0100007F', true],
      ['0B00007F', true],
      ['020011AC', false],
      ['00000000000000000000000000000000', false],
      ['00000000000000000000000001000000', true],
      ['0000000000000000FFFF00000100007F', true],
    ] as const;
    for (const [address, isLoopback] of addresses) {
      const line = `   0: ${address}:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 17 1 0 100 0 0 10 0`;
      expect(listening(line)).toEqual([{ port: 8080, isLoopback }]);
    }
  });
});
