import { get } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

const probeMs = 10;
const patienceMs = 1000;

/**
 * Polls a page until it answers 2xx; false if `signal` aborts first. Sends nothing before `isIt`, which costs
 * less than a request: a starting app needs the processor itself.
 */
export async function answers(page: string, signal: AbortSignal, isIt = () => true): Promise<boolean> {
  while (!signal.aborted) {
    if (isIt() && (await answersWell(page, signal))) return true;
    await sleep(probeMs);
  }
  return false;
}

/** Also false if nobody listens yet, or after a second without an answer. Node's fetch takes 20 ms to load. */
async function answersWell(url: string, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const limits = AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]);
    const request = get(url, { agent: false, signal: limits }, (response) => {
      const { statusCode = 0 } = response;
      resolve(statusCode >= 200 && statusCode < 300);
      request.destroy();
    });
    request.on('error', () => resolve(false));
  });
}
