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
/** Lines before and after a broken one, of which the longest shows how wide the terminal was. */
const around = 12;

type PastedLine = KernelTextLine & { raw: string };

/**
 * Puts lines together again that a terminal or a chat broke. Only what the kernel can't have ended so is continued,
 * and only by lines that nothing marks as lines of their own.
 */
export function joinWrapped(lines: readonly PastedLine[]): KernelTextLine[] {
  const joined: KernelTextLine[] = [];
  let columns = 0; // of the list of tasks
  for (let index = 0; index < lines.length; index++) {
    const { time, isMarked, ...first } = lines[index] as PastedLine;
    let { text, raw } = first;
    for (let part = 1; part < mostParts && isUnfinished(text, columns); part++) {
      const next = lines[index + 1];
      if (!next || next.isMarked || begins(next.text)) break;
      // A terminal breaks at its width, in mid-word; what is shorter was broken at a blank, which is lost.
      text += raw.length === widthAt(lines, index) ? next.raw : ` ${next.text}`;
      ({ raw } = next);
      index++;
    }
    if (/^\[\s*pid\s*\]/.test(text)) columns = wordsOf(text);
    joined.push({ text, time, isMarked });
  }
  return joined;
}

function widthAt(lines: readonly PastedLine[], index: number): number {
  return Math.max(...lines.slice(Math.max(0, index - around), index + around).map(({ raw }) => raw.length));
}

function begins(text: string): boolean {
  return /^(?:\[|memory[:+]|kmem:|swap:|Memory cgroup|Tasks? |oom-kill:|Call Trace|[a-z_]+ \d+$)|Killed process|invoked oom-killer/.test(
    text,
  );
}

function isUnfinished(text: string, columns: number): boolean {
  if (!/^(?:\[|oom-kill:|Mem|mem|Task |Out|Killed)/.test(text)) return false;
  if (text.startsWith('oom-kill:')) return !/,uid=\d+$/.test(text);
  if (text.startsWith('Memory cgroup stats for ')) return !/(?::|unevictable:\d+KB)\s*$/.test(text);
  if (text.startsWith('Task in '))
    return isCutPath(/^Task in (\S+) killed as a result of limit of (\S+)$/.exec(text));
  if (text.startsWith('memory: usage ')) return !/failcnt \d/.test(text);
  if (/out of memory: Kill|^Killed process \d/i.test(text))
    return !/file-rss:\d+kB|or sacrifice child$/.test(text);
  if (/^\[\s*pid\s*\]/.test(text)) return !text.endsWith(' name');
  return columns > 0 && /^\[\s*\d+\s*\]/.test(text) && wordsOf(text) < columns;
}

/** Both paths are the same, or the limit is that of a cgroup above. */
function isCutPath(paths: RegExpExecArray | null): boolean {
  const [, victim = '', limited = ''] = paths ?? [];
  return paths === null || (limited !== '/' && !`${victim}/`.startsWith(`${limited}/`));
}

/** `[  123]` counts as one word. */
function wordsOf(text: string): number {
  return text
    .replace(/^\[\s*(\w+)\s*\]/, '$1')
    .trim()
    .split(/\s+/).length;
}
