import { randomInt } from 'node:crypto';
import getPort from 'get-port';

/** Below the kernel's ephemeral ports (Linux: from 32768), which come and go. */
const [lowest, highest] = [20_000, 32_767];

/** A random free loopback port; random so that parallel runs do not collide. */
export async function freePort(): Promise<number> {
  const ports = Array.from({ length: 100 }, () => randomInt(lowest, highest + 1));
  return getPort({ host: '127.0.0.1', port: ports });
}
