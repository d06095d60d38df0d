import { mebibytes, seconds } from '../../text/words.ts';
import { unreclaimableBytes } from '../../verdict/composition.ts';
import type { Diagnosis } from '../../verdict/diagnose/findings.ts';
import { majority } from '../../verdict/thresholds.ts';
import type { PastedFacts } from './facts.ts';
import type { PastedNow } from './now.ts';

type Outlook = Pick<Diagnosis, 'outlook' | 'outlookReason' | 'diesInMs'>;

/** Less is a library that was loaded, or a cache that was warmed. */
const leastGrowthShare = 0.02;
/** Few moments bound a pace badly: it may as well be half of it, or twice. */
const spread = 2;
/** Two of a garbage collector's moments rise as often as not; three rise in a row by chance once in six. */
const leastMoments = 4;

/** What becomes of it, which takes moments with their times. */
export function judgePastedOutlook(
  now: PastedNow | null,
  limitBytes: number | null,
  { moments, series }: PastedFacts,
): Outlook {
  if (now === null) return unknown('the paste has no figures of a life, only of its end');
  const { timed, lookedMs } = now;
  const [first, last] = [timed[0], timed.at(-1)];
  if (!first || !last || lookedMs <= 0) {
    const several = moments.length > 1 || series.some(({ scrapes }) => scrapes.length > 1);
    return unknown(
      several
        ? 'the moments in the paste have no times, so their growth has no pace'
        : 'one moment tells no growth: paste it twice, with `date` before each',
    );
  }
  const held = timed.map(unreclaimableBytes);
  const grownBytes = (held.at(-1) as number) - (held[0] as number);
  if (limitBytes === null) return unknown('its limit was not pasted');
  if (grownBytes < limitBytes * leastGrowthShare)
    return unknown(
      `it grew by ${mebibytes(Math.max(0, grownBytes))} in ${seconds(lookedMs)}: that tells no trend`,
    );
  const pace = (grownBytes * 1000) / lookedMs;
  const likely = Math.round((Math.max(0, limitBytes - (held.at(-1) as number)) * 1000) / pace);
  const words = `what can't be reclaimed grew by ${mebibytes(pace)}/s for ${seconds(lookedMs)}`;
  const rises = held.every((bytes, index) => index === 0 || bytes >= (held[index - 1] as number));
  const ofAnon = (now.growth['anonymous'] ?? 0) > pace * majority;
  if (!rises || (ofAnon && timed.length < leastMoments))
    return unknown(
      `${words}, which would fill it in ${seconds(likely)}; ${timed.length} moments can't tell that from a garbage collector's saw-tooth`,
    );
  const diesInMs = { low: Math.round(likely / spread), likely, high: likely * spread };
  return { outlook: 'dies', outlookReason: words, diesInMs };
}

function unknown(outlookReason: string): Outlook {
  return { outlook: 'unknown', outlookReason, diesInMs: null };
}
