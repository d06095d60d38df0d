/**
 * Calls `stop` when the terminal's Ctrl-Z (SIGTSTP) is about to stop this process, and `goOn` when the shell lets it
 * go on (SIGCONT). Gives what takes that back.
 */
export function onSuspend(stop: () => void, goOn: () => void): () => void {
  const onStop = () => {
    stop();
    process.off('SIGTSTP', onStop); // without a listener the signal does what it does by default
    process.once('SIGCONT', onContinue);
    process.kill(process.pid, 'SIGTSTP');
  };
  const onContinue = () => {
    process.on('SIGTSTP', onStop);
    goOn();
  };
  process.on('SIGTSTP', onStop);
  return () => void process.off('SIGTSTP', onStop).off('SIGCONT', onContinue);
}
