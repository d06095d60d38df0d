import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

const retryMs = 10;
const begin = JSON.stringify({ data: { type: 'status', id: 'default', attributes: { paused: false } } });

/**
 * Resumes a k6 that was started `--paused`, by its REST API at this loopback port, as soon as that answers; tries
 * until `signal`. Throws if k6 refuses. https://grafana.com/docs/k6/latest/reference/k6-rest-api/
 */
export async function resume(port: number, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const status = await patch(port, signal);
    if (status === 200) return;
    if (status !== null) throw new Error(`k6 does not begin: its REST API answers ${status}`);
    await sleep(retryMs);
  }
}

/** The status of its answer; null if nobody answers. */
async function patch(port: number, signal: AbortSignal): Promise<number | null> {
  return new Promise((resolve) => {
    const options = { host: '127.0.0.1', port, path: '/v1/status', method: 'PATCH', agent: false, signal };
    const asked = request(options, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    asked.on('error', () => resolve(null));
    asked.end(begin);
  });
}
