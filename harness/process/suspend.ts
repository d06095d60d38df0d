/**
 * Calls `stop` when the terminal's Ctrl-Z (SIGTSTP) is about to stop this process, and `goOn` when the shell
 * resumes it (SIGCONT). Returns what revokes this.
 */
export function onSuspend(stop: () => void, goOn: () => void): () => void {
  const onStop = () => {
    stop();
    process.off('SIGTSTP', onStop); // without a listener the signal has its default effect
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
