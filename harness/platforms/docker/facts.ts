import { constants } from 'node:fs';
import { join } from 'node:path';
import { mayAccess } from '../../files/rights.ts';
import type { Ledger } from '../../resources/ledger.ts';
import type { HostFacts } from '../../recording/types.ts';
import type { Arm } from '../../scenario/types.ts';
import { findDisk } from '../../kernel/disk.ts';
import { measureDisk } from '../../resources/measure-disk.ts';
import { needsDisk } from '../capacity.ts';
import { factsOfDaemon } from '../docker-daemon/facts.ts';
import type { Daemon } from '../docker-daemon/daemon.ts';
import type { Place } from './place.ts';

/** Facts about the daemon's host, including its volumes' disk if this host can write there. */
export function readFacts(
  daemon: Daemon,
  { hierarchy, sharesParent }: Place,
  arms: Arm[],
  ledger: Ledger,
): HostFacts {
  const disk = hierarchy !== null && arms.some(needsDisk) ? diskOf(daemon, ledger) : null;
  return { ...factsOfDaemon(daemon), disk, residueCounts: sharesParent };
}

/** The disk under the daemon's volumes; null if this user can't write there. */
function diskOf({ rootDir }: Daemon, ledger: Ledger): HostFacts['disk'] {
  const directory = join(rootDir, 'volumes');
  if (!mayAccess(directory, constants.W_OK)) return null;
  const { mount } = findDisk(directory, directory);
  const writeBytesPerSecond = measureDisk(directory, ledger);
  return { directory, fileSystem: mount.fileSystem, device: mount.device, writeBytesPerSecond };
}
