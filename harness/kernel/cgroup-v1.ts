import type { CgroupLayout } from './cgroup-layout.ts';

/**
 * cgroup v1. memory.stat's `total_` fields include descendants, the plain ones do not. Kernel memory is only a
 * sum, not split by kind.
 * https://www.kernel.org/doc/html/latest/admin-guide/cgroup-v1/memory.html
 */
export const v1: CgroupLayout = {
  usage: 'memory.usage_in_bytes',
  stat: {
    total_cache: 'file',
    total_rss: 'anon',
    total_shmem: 'shmem',
    total_dirty: 'dirty',
    total_writeback: 'writeback',
    total_unevictable: 'unevictable',
    total_inactive_file: 'inactiveFile',
    total_active_file: 'activeFile',
    total_rss_huge: 'anonThp',
    total_active_anon: 'activeAnon',
    total_inactive_anon: 'inactiveAnon',
    total_swap: 'swap',
    total_workingset_refault_anon: 'refaultAnon',
    total_workingset_refault_file: 'refaultFile',
  },
  limit: 'memory.limit_in_bytes',
  limitEvents: { file: 'memory.failcnt', field: null },
  countsBelow: false,
  oomKills: { file: 'memory.oom_control', field: 'oom_kill' },
  single: { 'memory.kmem.usage_in_bytes': 'kernel', 'memory.kmem.tcp.usage_in_bytes': 'sock' },
  several: {},
};
