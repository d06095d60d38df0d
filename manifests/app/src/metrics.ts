import { collectDefaultMetrics, register } from 'prom-client';
import type { Handler } from './server.ts';

/** Node's default metrics (heap, external memory, resident set, event loop) in Prometheus' text format. */
export function metricsHandler(): Handler {
  collectDefaultMetrics();
  return async (_request, response) => {
    const body = await register.metrics();
    response.setHeader('content-type', register.contentType);
    response.end(body);
  };
}
