/** One step of a run, and the least privilege that it needs. */
export interface Right {
  /**
   * `docker`: write access to the daemon's socket. `none`: if the harness is root, the step drops that first. `yours`:
   * it needs none, and runs with those of the harness's user.
   */
  takes: 'root' | 'docker' | 'none' | 'yours';
  step: string;
  why: string;
}

export const loadRight: Right = {
  takes: 'yours',
  step: 'k6',
  why: "it, and a scenario's own load.ts, run with your rights; the builtin load gives up root",
};

/** The app in a container of its own. */
export const appRight: Right = {
  takes: 'none',
  step: 'app',
  why: 'user 65532, no capabilities, no new privileges',
};
