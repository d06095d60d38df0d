import { Failure } from '../errors.ts';
import { largest } from '../text/extremes.ts';
import type { HostFacts } from '../recording/types.ts';
import { onMemory } from '../scenario/media.ts';
import { keepsFiles, serves } from '../scenario/modes.ts';
import { isSampleSetup } from '../scenario/schema.ts';
import type { Arm } from '../scenario/types.ts';
import { bytesPerRequest } from '../verdict/load.ts';

const mebibyte = 2 ** 20;
/** Kept free for everyone else on the host. */
const reserveBytes = 256 * mebibyte;
/** Kept free on a disk. */
const diskReserveBytes = 1024 * mebibyte;
/** For an arm's supervisor, sampler and load, outside its cgroup: k6 alone takes 190 MiB with 200 VUs. */
const helpersBytes = 400 * mebibyte;
/** An arm keeps about two thirds of a processor busy. */
const armsOnProcessor = 1.5;

/** Refuses an arm that would eat into the host's reserve. */
export function refuseTooLarge(arms: Arm[], { availableBytes }: HostFacts): void {
  const tooLarge = arms.filter((arm) => neededBytes(arm) + reserveBytes > availableBytes);
  if (tooLarge.length === 0) return;
  const sizes = tooLarge.map((arm) => `${arm.id} needs ${mebibytes(neededBytes(arm))} MiB`);
  throw new Failure('missing', `This host has too little free memory: ${sizes.join(', ')}.`, {
    hint: `${mebibytes(availableBytes)} MiB are available, and ${mebibytes(reserveBytes)} of them must stay free.`,
  });
}

/** Refuses more arms side by side than the host's reserve allows. */
export function refuseTooMany(arms: Arm[], host: HostFacts, jobs: number): void {
  const room = roomFor(arms, host);
  if (Math.min(jobs, arms.length) <= room) return;
  throw new Failure('missing', `This host has too little free memory to run ${jobs} arms side by side.`, {
    hint: `There is room for ${room}: --jobs ${room}`,
  });
}

/** Refuses arms whose files would eat into a disk's reserve, `atOnce` of them at a time. */
export function refuseTooFull(arms: Arm[], directory: string, freeBytes: number, atOnce: number): void {
  const sizes = arms.map(diskBytes).toSorted((a, b) => b - a);
  const needed = sizes.slice(0, atOnce).reduce((sum, bytes) => sum + bytes, 0);
  if (needed === 0 || needed + diskReserveBytes <= freeBytes) return;
  throw new Failure(
    'missing',
    `The disk at ${directory} has too little room: ${mebibytes(needed)} MiB are needed.`,
    {
      hint: `${mebibytes(freeBytes)} MiB are free, and ${mebibytes(diskReserveBytes)} of them must stay free. Another disk: --scratch-dir DIR`,
    },
  );
}

/** How many arms may run side by side: one on a single processor, else as processors and memory allow. */
export function jobsFor(arms: Arm[], host: HostFacts, armsPerProcessor = armsOnProcessor): number {
  const { processors } = host;
  const byProcessors = processors === 1 ? 1 : Math.floor(processors * armsPerProcessor);
  return Math.max(1, Math.min(roomFor(arms, host), byProcessors, arms.length));
}

/** How many arms as large as the largest fit into memory. */
export function roomFor(arms: Arm[], { availableBytes }: HostFacts): number {
  const largestBytes = largest(arms.map(neededBytes), 1);
  return Math.max(1, Math.floor((availableBytes - reserveBytes) / largestBytes));
}

/** Whether an arm's files are on a disk. */
export function needsDisk({ setup }: Arm): boolean {
  const { medium } = setup.scratch;
  return medium !== 'none' && !onMemory(medium);
}

/** The most that the sample app's files can take on a disk: all that its load can write, or what it serves. */
function diskBytes(arm: Arm): number {
  const { setup } = arm;
  if (!needsDisk(arm) || !isSampleSetup(setup)) return 0;
  const { app, load, scratch } = setup;
  if (serves(app.mode)) return app.dataset;
  const written = (bytesPerRequest(setup) ?? 0) * load.rate * (load.for / 1000);
  const writes = keepsFiles(app.mode) || (app.mode === 'log' && app.logTo === 'file');
  return writes ? Math.min(written, scratch.sizeLimit ?? Infinity) : 0;
}

function neededBytes(arm: Arm): number {
  return arm.setup.memory + helpersBytes;
}

function mebibytes(bytes: number): number {
  return Math.round(bytes / mebibyte);
}
