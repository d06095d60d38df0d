/** A line of the kernel's log as the kernel printed it. */
export interface KernelTextLine {
  text: string;
  /** The time in front of it, as it stands there; null if none does. */
  time: string | null;
  /** Whether something in front of it showed that it is from a log. */
  isMarked: boolean;
}

/** No line of the kernel fills more lines of a terminal. */
const mostParts = 12;
/** Lines before and after a broken one, of which the longest show how wide the terminal was. */
const around = 12;

type PastedLine = KernelTextLine & { raw: string };

/**
 * Puts lines together again that a terminal or a chat broke. Only what can't have ended so is continued, and only by
 * lines that nothing marks as lines of their own.
 */
export function joinWrapped(lines: readonly PastedLine[]): KernelTextLine[] {
  const joined: KernelTextLine[] = [];
  let columns = 0; // of the list of tasks
  for (let index = 0; index < lines.length; index++) {
    const { time, isMarked, raw, ...first } = lines[index] as PastedLine;
    let { text } = first;
    for (let part = 1; part < mostParts; part++) {
      const next = lines[index + 1];
      if (!next || next.isMarked || !continues(text, next.text, columns)) break;
      text += isMidWord(lines, index, text, next) ? withoutIndent(next.raw, raw) : ` ${next.text}`;

      index++;
    }
    if (isHeader.test(text)) columns = wordsOf(text);
    joined.push({ text, time, isMarked });
  }
  return joined;

  /** A terminal breaks at its width, in mid-word; what is shorter was broken at a blank, which is lost. */
  function isMidWord(all: readonly PastedLine[], index: number, text: string, next: PastedLine): boolean {
    const lengths = all.slice(Math.max(0, index - around), index + around).map((line) => line.raw.length);
    const width = Math.max(...lengths);
    if ((all[index] as PastedLine).raw.length < width || /^(?:killed as|due to) /.test(next.text))
      return false;
    const isHard = lengths.filter((length) => length === width).length > 1;
    return isHard || !wholeWord.test(text);
  }
}

const isHeader = /^\[\s*pid\s*\]/;
/** The last word of a line that was broken at a blank. */
const wholeWord =
  /(?:^|\s)(?:[a-z_-]+:\d+[kK]B,?|\d+kB,|\S*[a-z)]:|\S+\)|usage|limit|failcnt|Task|in|killed|as|a|result|of|for|stats|cgroup|Memory|out|Killed|process|Kill)$/;
const begins =
  /^(?:\[|memory[:+]|kmem:|swap:|Memory cgroup|Tasks? |oom-kill:|Call Trace|[a-z_]+ \d+$|\p{L}{3,5}\.? +\d{1,2} \d\d:\d\d)|Killed process|invoked oom-killer/u;

function continues(text: string, next: string, columns: number): boolean {
  if (text.startsWith('Memory cgroup stats for ') && /^[a-z_]+:\d+KB/.test(next)) return true;
  return isUnfinished(text, columns) && !begins.test(next);
}

function isUnfinished(text: string, columns: number): boolean {
  if (text.startsWith('[')) {
    if (isHeader.test(text)) return !text.endsWith(' name');
    return columns > 0 && /^\[\s*\d+\s*\]/.test(text) && wordsOf(text) < columns;
  }
  if (text.startsWith('oom-kill:')) return !/,uid=\d+$/.test(text);
  if (text.startsWith('Task in')) return isCutPath(text);
  if (text.startsWith('memory: usage')) return !/failcnt \d/.test(text);
  if (/^Memory cgroup(?: stats|$)/.test(text)) return !/(?:\S:|unevictable:\d+KB)$/.test(text);
  if (/out of memory: Kill|^Killed process/i.test(text))
    return !/file-rss:\d+kB|or sacrifice child$/.test(text);
  if (text.includes('System OOM encountered')) return !/pid: \d+$/.test(text);
  if (text.includes('systemd-oomd[')) return text.includes(': Killed') && !/ due to \w+ \w+/.test(text);
  return text.includes('sending SIG') && !/ VmRSS \d+ MiB$/.test(text);
}

/** Both paths are the same, or the limit is that of a cgroup above. */
function isCutPath(text: string): boolean {
  const [, victim = '', limited] = /^Task in (\S+) killed as a result of limit of (\S+)$/.exec(text) ?? [];
  return limited === undefined || (limited !== '/' && !`${victim}/`.startsWith(`${limited}/`));
}

function withoutIndent(raw: string, first: string): string {
  const indent = first.length - first.trimStart().length;
  return raw.slice(0, indent).trim() === '' ? raw.slice(indent) : raw;
}

/** `[  123]` counts as one word. */
function wordsOf(text: string): number {
  return text
    .replace(/^\[\s*(\w+)\s*\]/, '$1')
    .trim()
    .split(/\s+/).length;
}
