import { collectDefaultMetrics, Gauge, register } from 'prom-client';
import type { Handler } from './server.ts';
import { readThreadStacks } from './thread-stacks.ts';

/**
 * Node's default metrics (heap, external memory, resident set, event loop) in Prometheus' text format, and
 * what the stacks of its threads hold where there are many.
 */
export function metricsHandler(): Handler {
  collectDefaultMetrics();
  if (process.platform === 'linux') addThreadStacks();
  return async (_request, response) => {
    const body = await register.metrics();
    response.setHeader('content-type', register.contentType);
    response.end(body);
  };
}

function addThreadStacks(): void {
  const stacks = new Gauge({
    name: 'app_thread_stacks_bytes',
    help: 'Memory that the stacks of threads hold.',
  });
  const threadCount = new Gauge({
    name: 'app_threads',
    help: 'Threads of the process.',
    collect() {
      const { threads, stackBytes } = readThreadStacks();
      threadCount.set(threads);
      stacks.set(stackBytes ?? Number.NaN);
    },
  });
}
