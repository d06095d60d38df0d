import type { CgroupLayout } from './cgroup-layout.ts';

/**
 * cgroup v2. memory.stat includes descendants.
 * https://www.kernel.org/doc/html/latest/admin-guide/cgroup-v2.html#memory-interface-files
 */
export const v2: CgroupLayout = {
  usage: 'memory.current',
  stat: {
    anon: 'anon',
    file: 'file',
    shmem: 'shmem',
    file_dirty: 'dirty',
    file_writeback: 'writeback',
    unevictable: 'unevictable',
    inactive_file: 'inactiveFile',
    active_file: 'activeFile',
    slab_reclaimable: 'slabReclaimable',
    slab_unreclaimable: 'slabUnreclaimable',
    kernel_stack: 'kernelStack',
    pagetables: 'pageTables',
    sock: 'sock',
    kernel: 'kernel',
    anon_thp: 'anonThp',
    active_anon: 'activeAnon',
    inactive_anon: 'inactiveAnon',
    workingset_refault_anon: 'refaultAnon',
    workingset_refault_file: 'refaultFile',
  },
  limit: 'memory.max',
  limitEvents: { file: 'memory.events', field: 'max' },
  countsBelow: true,
  oomKills: { file: 'memory.events', field: 'oom_kill' },
  single: { 'memory.swap.current': 'swap' },
  several: { 'memory.pressure': { some: 'pressureSomeUs', full: 'pressureFullUs' } },
};
