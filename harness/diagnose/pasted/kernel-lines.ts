import { joinWrapped, type KernelTextLine } from './wrapped-lines.ts';

/**
 * Lines without what dmesg, journalctl, /dev/kmsg, syslog, Talos or a mail program put in front of them; those that a
 * narrow terminal broke are whole again.
 */
export function kernelLinesOf(lines: readonly string[]): KernelTextLine[] {
  return joinWrapped(lines.map(unmark));
}

/** What can stand in front, by its first character, each with the time in it if it has one. */
const marks: Record<string, readonly RegExp[]> = {
  '[': [
    /^\[\s*(?<uptime>\d+\.\d+)(?: <[^>\]]*>)?\](?:: ?| ?)/, // dmesg, dmesg -d
    /^\[(?<date>[^\][]{2,40}:\d\d[^\][]{0,40})\](?:: ?| ?)/, // dmesg -T, talosctl dmesg
    /^\[\s*\+\d+\.\d+\] ?/, // dmesg -e
    /^\[\s*[TC]\d+\] ?/, // CONFIG_PRINTK_CALLER
  ],
  '<': [/^<\d{1,3}>/], // a syslog level
};

/** /dev/kmsg; any log with times. */
const ofDigit = [
  /^\d{1,3},\d+,(?<us>\d+),[^;]{0,60};/,
  /^(?<date>\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?: ?(?:Z|UTC|[+-]\d\d:?\d\d))?) /,
];
/** dmesg -x, talosctl dmesg, with the node in front. */
const facility = /^(?:\S{1,80}: )?\s?(?:kern|user)\s*:\s*\w+\s*: ?/;
/** No host's name and date are longer. */
const longestHead = 160;
const mostMarks = 8;
/** ` try_charge_memcg+0x422/0x6f0`, ` [<ffffffff81401c43>] ? dump_stack+0x63/0x90` */
const frame = /^\s*((?:\[<[0-9a-f]+>\] )?(?:\? )?[\w.]+\+0x[0-9a-f]+\/0x[0-9a-f]+)/;

function unmark(raw: string): KernelTextLine & { raw: string } {
  const dedented = raw.trimStart();
  let text = dedented.startsWith('{') ? (messageOf(dedented) ?? dedented) : dedented;
  let time: string | null = null;
  let isMarked = text !== dedented;
  for (let count = 0; count < mostMarks; count++) {
    const head = headOf(text);
    if (head === null) break;
    text = text.slice(head.length);
    time = head.time ?? time;
    isMarked = true;
  }
  const stack = text.includes('+0x') ? frame.exec(text) : null;
  return { text: stack ? ` ${stack[1]}` : text.trimStart(), time, isMarked, raw };
}

interface Head {
  length: number;
  time: string | null;
}

function headOf(text: string): Head | null {
  const first = text.charAt(0);

  const own = marks[first] ?? (first >= '0' && first <= '9' ? ofDigit : []);
  const head = matched(own, text);
  if (head !== null) return head;
  const start = text.slice(0, longestHead);
  if (start.includes('kern') || start.includes('user')) return matched([facility], start) ?? ofSyslog(start);
  return null;
}

function matched(patterns: readonly RegExp[], text: string): Head | null {
  for (const pattern of patterns) {
    const match = pattern.exec(text);
    if (match === null) continue;
    const { date, uptime, us } = match.groups ?? {};
    const seconds = uptime ?? (us === undefined ? undefined : String(Number(us) / 1e6));
    const time = date ?? (seconds === undefined ? null : `${seconds} s after the boot`);
    return { length: match[0].length, time };
  }
  return null;
}

/** `Nov 12 10:00:00 host kernel: `, in any language, and `host kernel: `. */
function ofSyslog(start: string): Head | null {
  const at = start.indexOf('kernel: ');
  if (at === -1 || (at > 0 && start[at - 1] !== ' ')) return null;
  const head = start.slice(0, at).trim();
  if (head !== '' && !/\d/.test(head)) return null;
  const time = /^(.*?\d\d:\d\d(?::\d\d)?\S*(?: [A-Z]{3,5}(?= ))?)/.exec(head)?.[1] ?? null;
  return { length: at + 'kernel: '.length, time };
}

/** The message of a line that is JSON, as `journalctl -o json` and cloud logs print it. */
function messageOf(line: string): string | null {
  const [, message] = /"(?:MESSAGE|message|msg)"\s?:\s?"((?:[^"\\]|\\.)*)"/.exec(line) ?? [];
  return message === undefined ? null : message.replaceAll(/\\(.)/g, '$1');
}
