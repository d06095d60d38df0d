const lookMs = 500;

/** Calls `then` once the process that started this one is gone: a terminal that was closed, a CI job that ended. */
export function onParentGone(then: () => void): void {
  const parent = process.ppid;
  const look = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(look);
    then();
  }, lookMs);
  look.unref();
}
