import { boundedText } from '../text/bounded-text.ts';

/** A loaded app on a slow host is slow to answer. */
const patienceMs = 5000;

/** The text of a metrics page; null if nobody answers in time: a killed app has no figure. */
export async function readPage(url: string, signal: AbortSignal): Promise<string | null> {
  try {
    const response = await fetch(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]) });
    return await boundedText(response);
  } catch (error) {
    if (error instanceof TypeError || error instanceof DOMException) return null;
    throw error;
  }
}
