import { channel } from 'node:diagnostics_channel';

const started = channel('not-a-leak:program-started');

/** Tells listeners that a program of the run was started. */
export function programStarted(argv: readonly string[]): void {
  started.publish(argv);
}

/** Listens for started programs; returns what ends that. */
export function onProgramStarted(listener: (argv: readonly string[]) => void): () => void {
  const subscriber = (argv: unknown) => listener(argv as readonly string[]);
  started.subscribe(subscriber);
  return () => {
    started.unsubscribe(subscriber);
  };
}
