import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface FakeFigures {
  usage?: number;
  limit?: number | 'max';
  file?: number;
  dirty?: number;
  kills?: number;
}

/** Files as those of a cgroup of v2, to be read by whoever only reads. A second call changes what they say. */
export function fakeCgroup(path: string, figures: FakeFigures): string {
  const { usage = 0, limit = 'max', file = 0, dirty = 0, kills = 0 } = figures;
  mkdirSync(path, { recursive: true });
  const stat = { anon: usage - file, file, shmem: 0, file_dirty: dirty, file_writeback: 0, unevictable: 0 };
  const lists = { inactive_file: file, active_file: 0, anon_thp: 4096, workingset_refault_file: 7 };
  const events = { low: 0, high: 0, max: 0, oom: kills, oom_kill: kills };
  write('memory.current', `${usage}\n`);
  write('memory.max', `${limit}\n`);
  write('memory.stat', lines({ ...stat, ...lists }));
  write('memory.events', lines(events));
  return path;

  function write(name: string, text: string): void {
    writeFileSync(join(path, name), text);
  }
}

function lines(fields: Record<string, number>): string {
  return Object.entries(fields)
    .map(([name, value]) => `${name} ${value}\n`)
    .join('');
}
