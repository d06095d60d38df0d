import { setTimeout as sleep } from 'node:timers/promises';
import { boundedText } from '../bounded-text.ts';

const probeMs = 10;
const patienceMs = 1000;

/** Asks /healthz until it is answered well, by whom it should be; false where `signal` comes first. */
export async function isUp(url: string, signal: AbortSignal, isIt = () => true): Promise<boolean> {
  while (!signal.aborted) {
    try {
      const limits = AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]);
      const response = await fetch(`${url}/healthz`, { signal: limits });
      await boundedText(response);
      if (response.ok && isIt()) return true;
    } catch (error) {
      // fetch's words for "nobody listens yet", and for a time that is over
      if (!(error instanceof TypeError || error instanceof DOMException)) throw error;
    }
    await sleep(probeMs);
  }
  return false;
}
