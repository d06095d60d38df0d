import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';

export interface CutSocket {
  /** For DOCKER_HOST. */
  url: string;
  /** The daemon is gone, as far as this socket tells. Idempotent. */
  cut: () => void;
  /** It is back. */
  mend: () => Promise<void>;
  close: () => void;
}

/** A socket that leads to the machine's daemon and can be cut without any harm to that. */
export async function openCutSocket(path: string): Promise<CutSocket> {
  const sockets = new Set<Socket>();
  const serve = async () => {
    // Half-open, as `docker exec` ends its input and goes on reading.
    const server = createServer({ allowHalfOpen: true }, (near) => {
      const far = connect({ path: '/var/run/docker.sock', allowHalfOpen: true });
      for (const [one, other] of [
        [near, far],
        [far, near],
      ] as const) {
        sockets.add(one);
        one.on('error', () => other.destroy()).on('close', () => sockets.delete(one));
        one.pipe(other);
      }
    });
    server.listen(path);
    await once(server, 'listening');
    return server;
  };
  let server = await serve();
  const cut = () => {
    server.close();
    for (const socket of sockets) socket.destroy();
    rmSync(path, { force: true });
  };
  const mend = async () => void (server = await serve());
  return { url: `unix://${path}`, cut, mend, close: cut };
}
