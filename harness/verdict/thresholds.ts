/**
 * Where the verdict draws its lines: a figure, its unit in its name or its comment, why it lies there, and what it
 * was seen on. Shares are numbers from 0 to 1. Where no source is named, the figure is our judgement; the scenarios
 * and the benchmarks `exec` and `trust` hold it to account. Whoever changes one raises the version, which
 * stands in result.json: two results of one version were judged by the same lines.
 */
export const thresholdsVersion = 1;

// The load

/** Share of the load that must be answered for "survived" to mean anything: less may not have met the limit. */
export const deliveredFrom = 0.9;
/** Below this share of the load of its second half, a living app is stalled. A full cache still takes the first half. */
export const stalledBelow = 0.1;
/**
 * Answers within one retention, as a multiple of rate x retention, beyond which a kill says more of the host than of
 * the fix. Little's law makes room for 1; a host with a load average of 15 killed `headroom` with 1.32.
 */
export const mostBurst = 1.1;
/**
 * A kill this many times later than predicted refutes no `later-than`: its load came late. On a host with a load
 * average of 30 the baseline was killed after 8.3 s in place of 2.3 s.
 */
export const latestKill = 1.5;

// The sampler

/** ms without a sample, after which nobody knows what happened meanwhile: memory fills at gigabytes a second. */
export const longestGapMs = 1000;
/** ms between the last sample and the first sign of a kill: within more, what fills the limit may change. */
export const gapAtKillMs = 100;
/** ms that a killed process takes at most to be gone: exit_mmap frees its memory first. */
export const longestKillMs = 400;
/** ms; an older sample before the kill of a command does not show what filled the limit, without the kernel's table. */
export const oldestSampleMs = 500;
/** Share of the limit that a sample must show to tell the cause, without the kernel's table. */
export const tellingShare = 0.7;
/** Share of the limit that usage must come to before a kill is this limit's, without the kernel's word. */
export const nearLimitShare = 0.9;
/** Share of the host's memory below which the host itself runs out, as far as a run can tell without the kernel's log. */
export const scarceShare = 0.03;

// At the limit, and alive

/** Share of the limit by which memory may grow from the second third of an arm to the last, and be a plateau. */
export const plateauShare = 0.15;
/** Share of the limit that can't be had at once, from which on a stall is for want of memory and not of a disk. */
export const tightShare = 0.85;
/** Limit events a second, over the last `stalledWindowMs`, from which on a command thrashes. */
export const stalledEventsPerSecond = 1000;
/** ms at the end of a command in which its limit events are counted. */
export const stalledWindowMs = 2000;
/** Share of the limit that can't be dropped, below which a command at its limit goes on: there is cache to drop. */
export const stalledShare = 0.8;

// What filled the limit

/** Share that a class of memory must exceed to be the cause: more than all others together. */
export const majority = 0.5;
/** And this many times the next class: half and half is `mixed`, whatever the program itself takes. */
export const lead = 1.3;
/** Share of the memory at the kill that a look at /proc must have seen to tell who holds it. */
export const lateShare = 0.3;
/** Share of the shmem at the kill; a look that saw less says little of the files in it. */
export const tellingShmemShare = 0.5;
/** Share of the tmpfs at the kill; where less is held after it, the next life emptied the volume before the look. */
export const emptiedShare = 0.5;
/** Share of all written bytes by which one process is taken for the writer, where none was seen writing. */
export const mostOfAll = 0.8;
/** Bytes of old files on the host's own tmpfs that must have changed to be told of: less changes no answer. */
export const noticedFileBytes = 2 ** 20;
/** Bytes free, below which a tmpfs is full: who writes in blocks spares a page or two. */
export const spareBytes = 64 * 1024;

// The heap

/** ms after the start of an app, in which it fills its heap with its own code and caches. */
export const warmUpMs = 500;
/** Heap figures that a slope takes: with fewer, one collection is the whole trend. */
export const fewestHeapFigures = 5;
/** Share of the limit; a heap that grows by less in a life does not fill the limit. */
export const heapGrowthShare = 0.1;
/**
 * ms without a heap figure before the end, in which a heap may have grown unseen where anonymous memory did. On a
 * host with a load average of 20 an app was silent for 3 s, in which 86 MiB came.
 */
export const unseenHeapMs = 1000;
/** ms; an older heap figure says little of the heap at the kill, */
export const freshHeapMs = 2000;
/** ms; and one read from outside later: at its limit a process can't be read for seconds, and next to nothing comes. */
export const freshReadHeapMs = 30_000;
/** Share of what came after the last heap figure; if as much was seen to come before it, its kinds were the same. */
export const tellingPart = 0.3;

// Lives, and metrics

/** Share of the first life by which a life may outlast the one before: schedulers are no clockwork. */
export const jitterShare = 0.15;
/** Share of the first life that a life lasts at least which starts anew, and not with what another left. */
export const fullLifeShare = 0.6;
/** Share of the limit, or of the node's memory, from which on an alert fires, as in most people's rules. */
export const alertShare = 0.9;
