import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemProgram } from '../process/system-programs.ts';
import { ownMounts } from './mounts.ts';

/** Throttle of the root cgroup's own writes, on v1. */
export const throttleFile = '/sys/fs/cgroup/blkio/blkio.throttle.write_bps_device';

/** How long a still mounted device may take to flush and go. */
const rounds = 100;
const pauseMs = 50;

/** Whether something is mounted at a folder, as this process sees it. */
export function isMounted(folder: string): boolean {
  return ownMounts().some(({ point }) => point === folder);
}

/** Detaches the loop devices over a file and lifts their limits; fine if there are none. */
export async function removeLoopDevice(image: string): Promise<void> {
  if (!existsSync(image)) return;
  for (let round = 0; round < rounds; round++) {
    const devices = devicesOver(image);
    if (devices.length === 0) return;
    for (const device of devices) {
      limitDevice(device, null); // or flushing takes long
      for (const { device: source, point } of ownMounts())
        if (source === device) execFileSync(systemProgram('umount'), ['--lazy', point], { stdio: 'pipe' });
      execFileSync(systemProgram('losetup'), ['--detach', device], { stdio: 'pipe' });
    }
    await sleep(pauseMs);
  }
  throw new Error(`${devicesOver(image).join(', ')} can't be detached from ${image}`);
}

/** Limits the root cgroup's writes to a block device, on v1; null lifts the limit. */
export function limitDevice(device: string, bytesPerSecond: number | null): void {
  if (!existsSync(throttleFile)) return;
  const number = readFileSync(`/sys/block/${basename(device)}/dev`, 'utf8').trim();
  writeFileSync(throttleFile, `${number} ${bytesPerSecond ?? 0}`);
}

function devicesOver(image: string): string[] {
  const options = ['--associated', image, '--noheadings', '--output', 'NAME'];
  return execFileSync(systemProgram('losetup'), options, { encoding: 'utf8', stdio: 'pipe' })
    .split(/\s+/)
    .filter(Boolean);
}
