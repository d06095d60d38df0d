import type { Colors } from 'picocolors/types.js';
import { hanging } from '../text/table.ts';
import { inertDeep } from '../text/inert.ts';
import { grouped, mebibytes, roughTime } from '../text/words.ts';
import type { Diagnosis, PastKill } from '../verdict/diagnose/findings.ts';

const indent = 13;

/** The answer of `diagnose`, for a terminal. */
export function renderDiagnosisText(given: Diagnosis, colors: Colors, width = Infinity): string {
  const found = inertDeep(given);
  return [
    `${colors.bold(headOf(found))}  ${colors.dim(found.via)}`,
    ...diagnosisRows(found, colors).map(line),
  ]
    .map((text, index) => hanging(text, width, index === 0 ? 2 : indent))
    .join('\n');
}

/** What the answer says, row by row, each with its name. */
export function diagnosisRows(found: Diagnosis, colors: Colors): Row[] {
  return [
    ...factRows(found),
    ...found.findings.map((one): Row => ['but', one]),
    fillingRow(found),
    outlookRow(found, colors),
    ...diedRows(found),
    ...found.isNot.map((one): Row => ['not it', one]),
    ...found.advice.map((one, index): Row => [index === 0 ? 'do' : '', one]),
    ...found.blindTo.map((one): Row => ["can't see", one]),
  ].filter((row) => row !== null);
}

/** The answer in one sentence. */
export function diagnosisHeadline({ target, outlook, cause, diesInMs }: Diagnosis): string {
  const name = nameOf(target);
  if (outlook === 'dies' && diesInMs !== null)
    return `${name} dies in ${roughTime(diesInMs.likely)} of ${cause ?? 'what fills it'}, if it goes on like this`;
  if (outlook === 'stalls') return `${name} stalls at its limit`;
  return outlook === 'lives' ? `${name} lives` : `${name}: what becomes of it is not known`;
}

/** The first facts, which need no time to look: limit and what is held now. */
export function renderFacts(given: Diagnosis, width = Infinity): string {
  return factRows(inertDeep(given))
    .map((row) => hanging(line(row), width, indent))
    .join('\n');
}

export type Row = readonly [name: string, words: string];

function line([name, words]: Row): string {
  return `  ${name.padEnd(indent - 3)} ${words}`;
}

/** As its user named it: `pod/api`, `container api`, `pid 4711`. */
function nameOf({ kind, name }: Pick<Diagnosis['target'], 'kind' | 'name'>): string {
  if (kind === 'paste') return name;
  return kind === 'pod' ? `${kind}/${name}` : `${kind} ${name}`;
}

function headOf({ target }: Diagnosis): string {
  const { kind, name, container, node } = target;
  return [
    nameOf({ kind, name }),
    container === undefined ? null : `container ${container}`,
    node === undefined ? null : `node ${node}`,
  ]
    .filter((word) => word !== null)
    .join(', ');
}

function factRows(found: Diagnosis): Row[] {
  const { limitBytes, limits, usageBytes, unreclaimableBytes } = found;
  const least = limits.find(({ bytes }) => bytes === limitBytes);
  const where = least ? `, at ${least.level}` : '';
  const isPaste = found.target.kind === 'paste' || found.lookedMs === 0;
  const none = limits.length > 0 ? 'none, at any level' : 'not known';
  const limit = limitBytes === null ? none : `${mebibytes(limitBytes)}${where}`;
  if (usageBytes === null || unreclaimableBytes === null) return limits.length > 0 ? [['limit', limit]] : [];
  const of = limitBytes === null ? '' : ` of ${mebibytes(limitBytes)}`;
  const clean = found.composition?.cleanCacheBytes ?? 0;
  const cache = clean >= 2 ** 20 ? `; ${mebibytes(clean)} clean cache, dropped when needed` : '';
  return [
    ['limit', limit],
    [
      isPaste && found.kills.length > 0 ? 'at the kill' : 'now',
      `${mebibytes(unreclaimableBytes)}${of} can't be reclaimed: ${classWords(found)}${cache}`,
    ],
  ];
}

/** The classes of a composition, most first: `tmpfs 71 MiB, heap 12 MiB`. */
function classWords({ composition, heapBytes }: Diagnosis): string {
  if (composition === null) return 'nothing is known of its classes';
  const { anonBytes } = composition;
  const heap = heapBytes === null ? null : Math.min(heapBytes, anonBytes);
  const classes: [string, number][] = [
    ['tmpfs', composition.tmpfsBytes],
    ['shared memory', composition.sharedBytes],
    ['heap', heap ?? 0],
    [heap === null ? 'anonymous' : 'native', anonBytes - (heap ?? 0)],
    ['locked cache', composition.lockedBytes],
    ['sockets', composition.socketBytes],
    ['kernel', composition.kernelBytes],
    ['dirty cache (until it is written out)', composition.dirtyBytes],
  ];
  const worthy = classes.filter(([, bytes]) => bytes >= 2 ** 19).toSorted(([, a], [, b]) => b - a);
  return worthy.map(([name, bytes]) => `${name} ${mebibytes(bytes)}`).join(', ') || 'next to nothing';
}

function fillingRow({ growth, cause, causeReason, holders }: Diagnosis): Row | null {
  const paces = Object.entries(growth)
    .toSorted(([, a], [, b]) => b - a)
    .map(([name, pace]) => `${name} +${mebibytes(pace)}/s`)
    .join(', ');
  const [most] = holders
    .filter(({ what }) =>
      cause === 'tmpfs'
        ? what === 'volume'
        : cause === 'shared-memory'
          ? what !== 'volume'
          : what === 'process',
    )
    .slice(0, 1);
  const who = most
    ? `${most.name} holds ${mebibytes(most.bytes)}${most.detail ? ` (${most.detail})` : ''}`
    : null;
  const what = cause === null ? null : paces ? cause : `${cause}: ${causeReason ?? ''}`;
  const words = [paces || what, who].filter(Boolean).join('; ');
  return words === '' || (cause === null && paces === '') ? null : ['filling', words];
}

function outlookRow({ outlook, outlookReason, diesInMs, cause }: Diagnosis, colors: Colors): Row {
  if (outlook === 'dies' && diesInMs !== null) {
    const { low, likely, high } = diesInMs;
    const range = `${roughTime(low)} to ${roughTime(high)}`;
    return [
      'dies',
      `${colors.red(`in ${roughTime(likely)}`)} (${range}) of ${cause ?? 'what fills it'}, if it goes on like this: ${outlookReason}`,
    ];
  }
  if (outlook === 'stalls')
    return [
      'stalls',
      `${outlookReason}; no OOM kill will come; a liveness probe, where there is one, will fail`,
    ];
  if (outlook === 'lives') return ['lives', outlookReason];
  return ["can't tell", outlookReason];
}

function diedRows({ kills, killsUnknown, livesMs, reported }: Diagnosis): Row[] {
  const lives = livesMs.length > 0 ? `; its last life lasted ${roughTime(livesMs.at(-1) ?? 0)}` : '';
  const told: Row[] = reported.length > 0 ? [['reported', `${reported.join(', ')}${lives}`]] : [];
  const [first, ...others] = kills;
  if (first === undefined) {
    const none: Row[] = killsUnknown === null ? [] : [['died', `not known: ${killsUnknown}`]];
    return reported.length > 0 ? told : none;
  }
  const times = kills.length === 1 ? 'once' : `${grouped(kills.length)} times`;
  const since = first.atMs === null || first.atMs >= 0 ? '' : ` in the last ${roughTime(-first.atMs)}`;
  const sources = [...new Set(kills.map(({ from }) => from))].join(', ');
  const last = others.at(-1) ?? first;
  const victim = last.victim ? `${last.victim.name} (${last.victim.pid})` : 'somebody';
  const which = kills.length === 1 ? victim : `the last was ${victim}`;
  return [
    ['died', `${times}${since}: ${causesOf(kills)} (${sources})`],
    ['', `${which}: ${last.causeReason}`],
    ...told,
  ];
}

/** `tmpfs each time`, or each cause with how often. */
function causesOf(kills: PastKill[]): string {
  const words = kills.map(({ cause, isOwnLimit }) =>
    isOwnLimit === false ? 'not at its own limit' : (cause ?? 'cause not in the log'),
  );
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  if (counts.size === 1) return `${words[0]}${kills.length > 1 ? ' each time' : ''}`;
  return [...counts].map(([word, count]) => `${word} ${count === 1 ? 'once' : `${count} times`}`).join(', ');
}
