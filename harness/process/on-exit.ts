/** Calls `undo` where this process ends in any way but by SIGKILL; returns what takes that back. */
export function onExit(undo: () => void): () => void {
  process.once('exit', undo);
  return () => void process.off('exit', undo);
}
