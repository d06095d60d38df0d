import type { CgroupLayout } from './cgroup-layout.ts';
import { v1 } from './cgroup-v1.ts';
import { v2 } from './cgroup-v2.ts';

/** The names of a memory cgroup's files, by the version of its controller. */
export const layouts: Record<1 | 2, CgroupLayout> = { 1: v1, 2: v2 };
