/** The end of the tool's general help: where to begin, and what the exit codes mean. */
export const examplesAndExitCodes = `
Without a command it runs the default suite. An option overrides its REPRO_* variable.

  doctor                           what can run here?
  exec --memory 512Mi -- COMMAND   what fills my program's limit?
  diagnose container NAME          what fills it, and when does it die?
  init FROM --out DIR              a scenario for my own app, to run next
  run --on cgroup                  the kill and its fixes, on this kernel
  clean --dry-run                  what did killed runs leave behind?

Exit codes: 0 as expected; 1 not as expected; 2 wrong command line or scenario file;
3 this host lacks something (doctor says what); 4 infrastructure failed, or something is left behind;
5 INCONCLUSIVE: measure again; 70 a bug in not-a-leak; 130, 143 interrupted, after clean-up.`;
