import type { MemoryVolume } from './draft.ts';

/** What a user asks of `init`. */
export interface InitRequest {
  /** What the app is made from: paths, or words such as `image NAME`. Empty if it is a command line. */
  words: readonly string[];
  /** A command line: the app, or, if it is made from something else, the program that makes the load. */
  command?: readonly string[] | undefined;
  /** The folder to write. */
  out: string;
  /** The limit, if it stands nowhere, or is another one. */
  memoryBytes?: number | undefined;
  port?: number | undefined;
  /** Memory-backed volumes of a command or an image. */
  volumes?: Omit<MemoryVolume, 'name'>[] | undefined;
  load: LoadRequest;
  /** `KIND/NAME`, where there are several. */
  workload?: string | undefined;
  container?: string | undefined;
  /** Values of a chart, as paths. */
  values?: readonly string[] | undefined;
  /** The cluster of something living. */
  namespace?: string | undefined;
  context?: string | undefined;
  kubeconfig?: string | undefined;
}

/** The parts of the load that are given, as they are written in a scenario. */
export interface LoadRequest {
  rate?: string | undefined;
  method?: string | undefined;
  path?: string | undefined;
  body?: string | undefined;
  for?: string | undefined;
}
