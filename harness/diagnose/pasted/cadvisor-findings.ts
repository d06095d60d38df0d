import { mebibytes } from '../../text/words.ts';
import { alertShare } from '../../verdict/thresholds.ts';
import { unreclaimableOf, type CadvisorSeries } from '../kubernetes/cadvisor.ts';

const mostLines = 10;
/** A metric that is off by less misleads nobody. */
const misleadingShare = 0.1;

/** One sentence for each container, nearest to its death first: its figures, and which of them mislead. */
export function cadvisorFindings(series: readonly CadvisorSeries[]): string[] {
  const ranked = series.map((one) => ({ one, share: shareOf(one) })).toSorted((a, b) => b.share - a.share);
  const lines = ranked.slice(0, mostLines).map(({ one }) => sentence(one));
  return ranked.length > mostLines
    ? [...lines, `${ranked.length - mostLines} more are on the page, further from their limits.`]
    : lines;
}

function shareOf({ scrapes }: CadvisorSeries): number {
  const last = scrapes.at(-1);
  if (!last || last.limitBytes === null) return 0;
  return (unreclaimableOf(last) ?? last.workingSetBytes ?? last.usageBytes) / last.limitBytes;
}

function sentence({ namespace, pod, container, scrapes }: CadvisorSeries): string {
  const last = scrapes.at(-1) as CadvisorSeries['scrapes'][number];
  const { usageBytes, workingSetBytes, rssBytes, cacheBytes, limitBytes } = last;
  const held = unreclaimableOf(last);
  const name = [namespace, pod, container].filter((part) => part !== '').join('/');
  const of = limitBytes === null ? 'without a limit' : `of ${mebibytes(limitBytes)}`;
  const figures = [
    ['usage', usageBytes],
    ['working set', workingSetBytes],
    ['RSS', rssBytes],
    ['cache', cacheBytes],
  ].flatMap(([what, bytes]) => (typeof bytes === 'number' ? [`${what} ${mebibytes(bytes)}`] : []));
  if (held === null)
    return `${name}: ${figures.join(', ')}, ${of}; without container_memory_total_active_file_bytes nobody can tell what of it stays.`;
  const apart = Math.max(held, limitBytes === null ? 0 : limitBytes) * misleadingShare;
  const over = (
    [
      ['usage', usageBytes],
      ['working set', workingSetBytes ?? 0],
    ] as const
  ).filter(([, bytes]) => bytes - held > apart);
  const alarms = over.filter(([, bytes]) => limitBytes !== null && bytes >= limitBytes * alertShare);
  const misleads = [
    over.length > 0 ? `${namesOf(over)} count cache that can be dropped` : null,
    alarms.length > 0 ? `an alert on ${namesOf(alarms)} is a false one` : null,
    rssBytes !== null && held - rssBytes > apart
      ? `RSS misses ${mebibytes(held - rssBytes)} that stays`
      : null,
  ].filter((one) => one !== null);
  const verdict = misleads.length > 0 ? `: ${misleads.join(', ')}` : '';
  return `${name}: ${mebibytes(held)} can't be reclaimed, ${of}; ${figures.join(', ')}${verdict}.`;
}

function namesOf(metrics: readonly (readonly [string, number])[]): string {
  return metrics.map(([name]) => name).join(' and ');
}
