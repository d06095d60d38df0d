import type { PodAtOnce } from '../../diagnose/targets/all-pods.ts';
import { shareOf } from '../../diagnose/targets/levels.ts';
import { inert } from '../../text/inert.ts';
import { table } from '../../text/table.ts';
import { mebibytes, percent } from '../../text/words.ts';

const head = ['namespace', 'pod', "can't be reclaimed", 'of its limit', 'restarts', 'last end', 'node'];

/** A line for each pod, for a terminal or a pipe. */
export function renderPods(pods: readonly PodAtOnce[], width = Infinity): string {
  const rows = pods.map((pod) => {
    const { namespace, name, container, node, limitBytes, unreclaimableBytes, restarts, lastEnd } = pod;
    const held = unreclaimableBytes === null ? '?' : mebibytes(unreclaimableBytes);
    const of = limitBytes === null ? 'none' : `${mebibytes(limitBytes)}, ${percent(shareOf(pod))}`;
    const whose = container === null ? name : `${name} (${container})`;
    return [namespace, whose, held, of, String(restarts), lastEnd ?? '', node ?? ''].map((cell) =>
      inert(cell, 80),
    );
  });
  return (table([head, ...rows], width) ?? rows.map((row) => row.join('  '))).join('\n');
}
