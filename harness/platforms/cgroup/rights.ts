import { loadRight, type Right } from '../rights.ts';

/** Sampling reads `memory.*` files, which everybody may. */
export const rights: Right[] = [
  { takes: 'root', step: 'make cgroups', why: 'only root may make them, limit them and move processes in' },
  { takes: 'root', step: 'mount', why: 'memory scratch is a tmpfs; on v1 a slow disk is a loop device' },
  {
    takes: 'root',
    step: "kernel's log",
    why: 'its table of a kill; without it the samples are the evidence',
  },
  {
    takes: 'none',
    step: 'app, builtin load',
    why: 'give root up for good: run as the user behind sudo, or under a uid that nobody else has',
  },
  { takes: 'none', step: 'sampler', why: 'only reads memory.* files, which everybody may' },
  loadRight,
  { takes: 'yours', step: 'command of exec', why: 'runs with your rights: under sudo as root' },
];
