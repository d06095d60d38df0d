import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { bodyOf } from '../body.ts';
import type { Routes } from '../server.ts';
import type { Settings } from '../settings.ts';

/**
 * `POST /upload` publishes the body to all subscribers, and none of them ever reads: the kernel's buffers
 * fill, and then nothing more is sent (a service that kept the rest would hold it in native memory). The
 * subscribers are in this process, so that both ends of each connection are charged to this cgroup.
 */
export async function sockets({ subscribers }: Settings): Promise<Routes> {
  const clients: Socket[] = [];
  const server = createServer((socket) => void clients.push(socket)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const idle = Array.from({ length: subscribers }, () => connect(port, '127.0.0.1').pause());
  await Promise.all(idle.map((socket) => once(socket, 'connect')));
  return {
    'POST /upload': async (request, response) => {
      const body = await bodyOf(request);
      for (const client of clients) if (!client.writableNeedDrain) client.write(body);
      response.writeHead(201).end();
    },
  };
}
