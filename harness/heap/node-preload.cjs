// Loaded into every Node process of a command by NODE_OPTIONS=--require: tells the heap that is in use to the
// FIFO that NOT_A_LEAK_HEAP_FIFO names, as lines of `PID USED_BYTES`. It asks from a thread of its own through
// the inspector, which interrupts running JavaScript: a loop that never yields is when a heap grows fastest.
// The thread takes about 8 MiB of the process's own memory.
const fifo = process.env['NOT_A_LEAK_HEAP_FIFO'];
const intervalMs = 50;

/** Runs in the thread; it is passed on as text. */
function report() {
  const { openSync, writeSync, constants } = require('node:fs');
  const { Session } = require('node:inspector');
  const { workerData } = require('node:worker_threads');
  try {
    const target = openSync(workerData.fifo, constants.O_WRONLY | constants.O_NONBLOCK);
    const session = new Session();
    session.connectToMainThread();
    const ask = () =>
      session.post('Runtime.getHeapUsage', (error, /** @type {{ usedSize: number } | undefined} */ usage) => {
        try {
          // Less than PIPE_BUF, so it is written whole or not at all.
          if (!error && usage) writeSync(target, `${workerData.pid} ${usage.usedSize}\n`);
        } catch {
          // The pipe is full or nobody reads: the next figure will do.
        }
      });
    ask();
    setInterval(ask, workerData.intervalMs);
  } catch {
    // Nobody listens, or this Node has no inspector: the command goes on without a figure.
  }
}

function start() {
  const { isMainThread, Worker } = require('node:worker_threads');
  if (!isMainThread) return;
  const thread = new Worker(`(${report.toString()})()`, {
    eval: true,
    env: {},
    execArgv: [],
    workerData: { fifo, pid: process.pid, intervalMs },
    resourceLimits: { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 1, stackSizeMb: 1 },
  });
  thread.on('error', () => undefined);
  thread.unref();
}

try {
  if (fifo !== undefined) start();
} catch {
  // An old Node, or one that may start no threads: the command goes on without a figure.
}
