/**
 * The verdict's thresholds: each a figure with its unit in its name or comment, the reason for it, and where it was
 * observed. Shares are numbers from 0 to 1. Without a named source, the figure is our judgement, which the
 * scenarios and the benchmarks `exec` and `trust` hold to account. Whoever changes one raises the version in
 * result.json: results of one version were judged by the same thresholds.
 */
export const thresholdsVersion = 3;

// The load

/** Share of the load that must be answered for "survived" to mean anything: less may not have met the limit. */
export const deliveredFrom = 0.9;
/** Below this share of the load's second half, a living app is stalled: a full cache still takes the first. */
export const stalledBelow = 0.1;
/**
 * Answers within one retention time, relative to rate x retention, beyond which a kill says more about the host
 * than the fix. Little's law predicts 1; a host with a load average of 15 killed `headroom` at 1.32.
 */
export const mostBurst = 1.1;
/**
 * A kill later than predicted by this factor does not refute `later-than`: its load came late. On a host with a
 * load average of 30 the baseline was killed after 8.3 s instead of 2.3 s.
 */
export const latestKill = 1.5;

// The sampler

/** ms without a sample, after which events may have been missed: memory fills at gigabytes a second. */
export const longestGapMs = 1000;
/** ms between the last sample and the first sign of a kill: in a longer time, what fills the limit may change. */
export const gapAtKillMs = 100;
/** ms that a killed process takes at most to go: exit_mmap frees its memory first. */
export const longestKillMs = 400;
/** ms; without the kernel's table, an older sample does not show what filled a command's limit. */
export const oldestSampleMs = 500;
/** Share of the limit that a sample must show to reveal the cause, without the kernel's table. */
export const tellingShare = 0.7;
/** Share of the limit that usage must reach before a kill is attributed to this limit, without the kernel's word. */
export const nearLimitShare = 0.9;
/** Share of the host's memory below which the host itself is out of memory, judged without the kernel log. */
export const scarceShare = 0.03;

// At the limit, and alive

/** Share of the limit by which memory may grow from the second third of an arm to the last and still be a plateau. */
export const plateauShare = 0.15;
/** Share of the limit that can't be reclaimed at once, from which a stall is due to memory and not to a disk. */
export const tightShare = 0.85;
/** Limit events per second, over the last `stalledWindowMs`, from which a command thrashes. */
export const stalledEventsPerSecond = 1000;
/** ms at the end of a command in which its limit events are counted. */
export const stalledWindowMs = 2000;
/** Share of the limit that can't be dropped, below which a command at its limit goes on: there is cache to drop. */
export const stalledShare = 0.8;

// What filled the limit

/** Share that a class of memory must exceed to be the cause: more than all others together. */
export const majority = 0.5;
/** And relative to the next class: half and half is `mixed`, whatever the program itself uses. */
export const lead = 1.3;
/** Share of the memory at the kill that a look at /proc must have seen to say who holds it. */
export const lateShare = 0.3;
/** Share of the shmem at the kill; a look that saw less says little about its files. */
export const tellingShmemShare = 0.5;
/** Share of the tmpfs at the kill; if less is held after it, the next life emptied the volume before the look. */
export const emptiedShare = 0.5;
/** Share of all written bytes by which one process is taken for the writer, if none was seen writing. */
export const mostOfAll = 0.8;
/** Bytes of old files on the host's own tmpfs that must have changed to be reported: less changes no answer. */
export const noticedFileBytes = 2 ** 20;
/** Share of a volume from which requests that fail may be taken to have found no room: a body may not fit any more. */
export const fullVolumeShare = 0.95;

/** Free bytes below which a tmpfs is full: programs that write in blocks may leave a page or two. */
export const spareBytes = 64 * 1024;

// The heap

/** ms after an app's start in which it fills its heap with its own code and caches. */
export const warmUpMs = 500;
/** Heap figures needed for a slope: with fewer, one collection is the whole trend. */
export const fewestHeapFigures = 5;
/** Share of the limit; a heap that grows by less in a life does not fill it. */
export const heapGrowthShare = 0.1;
/**
 * ms without a heap figure before the end in which a heap may have grown unseen, if anonymous memory did. On a host
 * with a load average of 20 an app was silent for 3 s and gained 86 MiB.
 */
export const unseenHeapMs = 1000;
/** ms; an older heap figure says little about the heap at the kill, */
export const freshHeapMs = 2000;
/** ms; one read from outside stays good: at its limit a process can't be read for seconds, but hardly grows. */
export const freshReadHeapMs = 30_000;
/** Share of what came after the last heap figure; if as much was seen to come before it, its kinds were the same. */
export const tellingPart = 0.3;

// Budgets

/** Points of a slope without which nothing is said of how memory grew under load, */
export const fewestPacePoints = 20;
/** and ms over which they must go: a second half of less shows how an app starts, and not how it grows. */
export const leastPaceMs = 2000;
/** Bytes of growth in the time that was looked at, below which no budget is exceeded: charges come in batches. */
export const paceFloorBytes = 512 * 1024;
/** Share of unreclaimable memory from which a class is named among what it is made of. */
export const namedShare = 0.1;

/**
 * Share by which an arm may use more than in an earlier run, if no repeats measured the noise here; and never more. 18 runs
 * each of two apps, beside two busy loops and a load average of 16, gave 8 false alarms in 612 comparisons of single
 * runs (of peaks, it were 67), and found 641 of 648 that used 12 % more.
 */
export const againstBand = 0.06;
/** The least that repeats can show: three runs may agree by chance. */
export const leastBand = 0.03;
/** Bytes that two runs may differ by at any size. */
export const againstFloorBytes = 2 ** 20;

// Lives, and metrics

/** Share of the first life by which a life may outlast the one before: schedulers are not clockwork. */
export const jitterShare = 0.15;
/** Shortest length of a life that starts afresh, without another's residue, as a share of the first life. */
export const fullLifeShare = 0.6;
/** Share of the limit, or of the node's memory, at which an alert fires, as in most people's rules. */
export const alertShare = 0.9;

// A living cgroup: what it grows by, and when that meets the limit

/** Samples without which nothing is said of growth, */
export const fewestSamples = 4;
/** and ms over which they must go: in less, everything stands still. */
export const leastLookMs = 1000;
/** Bytes by which memory must have grown to have grown at all: small charges come and go. */
export const growthFloorBytes = 512 * 1024;
/** And this many times the median distance of its points from the line. */
export const noiseTimes = 3;
/** A fall of this share of the rise is no noise: the memory comes and goes, as a collected heap does. */
export const churnShare = 0.3;
/** Pace of each third of the look, relative to the one before, below which growth is levelling off. */
export const levellingRatio = 0.8;
/** Pace of the last third, relative to the first, below which growth is over; of both, to the whole, a single step. */
export const overRatio = 0.1;
/** Share of the limit at which unreclaimable memory meets it: pages that are just being charged come on top. */
export const deadlyShare = 0.99;
/** A death is foretold no further ahead than this many times the time that was looked at. */
export const foretoldTimes = 180;
/** Share of the limit that a class must hold, or be about to hold, to be called what fills it. */
export const fillingShare = 0.5;
/** Share of time in which all tasks waited for memory (PSI, full), from which it hangs. */
export const hangingPressure = 0.6;
/** Share of the limit that earlier lives must have left for a word on it. */
export const residueShare = 0.25;
