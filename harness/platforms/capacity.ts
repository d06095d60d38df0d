import { Failure } from '../errors.ts';
import type { HostFacts } from '../recording/types.ts';
import type { Arm } from '../scenario/types.ts';

const mebibyte = 2 ** 20;
/** What stays free for everyone else on the host. */
const reserveBytes = 256 * mebibyte;
/** Supervisor, sampler and load of an arm, outside of its cgroup: k6 alone takes 190 MiB with 200 VUs. */
const helpersBytes = 400 * mebibyte;
/** An arm keeps about two thirds of a processor busy. */
const armsOnProcessor = 1.5;

/** Refuses an arm that would take the host below its reserve. */
export function refuseTooLarge(arms: Arm[], { availableBytes }: HostFacts): void {
  const tooLarge = arms.filter((arm) => neededBytes(arm) + reserveBytes > availableBytes);
  if (tooLarge.length === 0) return;
  const sizes = tooLarge.map((arm) => `${arm.id} needs ${mebibytes(neededBytes(arm))} MiB`);
  throw new Failure('missing', `This host has too little free memory: ${sizes.join(', ')}.`, {
    hint: `There are ${mebibytes(availableBytes)} MiB available, of which ${mebibytes(reserveBytes)} stay free.`,
  });
}

/** How many arms may run side by side: on one processor one, else as processors and memory allow. */
export function jobsFor(
  arms: Arm[],
  { processors, availableBytes }: HostFacts,
  armsPerProcessor = armsOnProcessor,
): number {
  const largest = Math.max(1, ...arms.map(neededBytes));
  const byMemory = Math.floor((availableBytes - reserveBytes) / largest);
  const byProcessors = processors === 1 ? 1 : Math.floor(processors * armsPerProcessor);
  return Math.max(1, Math.min(byMemory, byProcessors, arms.length));
}

function neededBytes(arm: Arm): number {
  return arm.setup.memory + helpersBytes;
}

function mebibytes(bytes: number): number {
  return Math.round(bytes / mebibyte);
}
