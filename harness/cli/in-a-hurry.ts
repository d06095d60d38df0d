/** What the help of the tool says below its commands, for a person who is in a hurry. */
export const inAHurry = `
No command means run, with the default suite. A flag overrides its REPRO_* variable.

  doctor                           what can run here?
  exec --memory 512Mi -- COMMAND   what fills the limit of my program?
  run --on cgroup                  the kill and its fixes, on this kernel
  clean --dry-run                  what have runs that were killed left?

Exit codes: 0 all as expected; 1 not as expected; 2 command line or scenario file wrong;
3 this host lacks something (doctor says what); 4 infrastructure failed, or something is left;
5 INCONCLUSIVE: measure again; 70 a bug in not-a-leak; 130, 143 interrupted, after clean-up.`;
