/** The settings of the program that runs a load's command. */
export interface CommandSettings {
  arm: string;
  /** The command, with the app's address in place of `{url}`, `{host}` and `{port}`. */
  argv: [string, ...string[]];
  /** Variables on top of the environment: URL, HOST, PORT. */
  env: Record<string, string>;
  /** The scenario's folder. */
  cwd: string;
  /** It is ended after this time. */
  forMs: number;
  /** Where its output goes, in the work folder. */
  logFile: string;
  /** The same in the run's folder, for the recording. */
  log: string;
  /** A regular expression that a line of its output must match; null if none is asked for. */
  sought: string | null;
}
