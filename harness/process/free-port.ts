import { randomInt } from 'node:crypto';
import getPort from 'get-port';

/** Below the ports that kernels give to connections that go out (Linux: from 32768), which come and go. */
const [lowest, highest] = [20_000, 32_767];

/** A loopback port that nobody listens on now, at random, so that runs side by side don't meet. */
export async function freePort(): Promise<number> {
  const ports = Array.from({ length: 100 }, () => randomInt(lowest, highest + 1));
  return getPort({ host: '127.0.0.1', port: ports });
}
