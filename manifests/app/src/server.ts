import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { Settings } from './settings.ts';
import { metricsHandler } from './metrics.ts';
import { leak } from './modes/leak.ts';
import { log } from './modes/log.ts';
import { mmap } from './modes/mmap.ts';
import { native } from './modes/native.ts';
import { read } from './modes/read.ts';
import { sockets } from './modes/sockets.ts';
import { spool } from './modes/spool.ts';
import { temp } from './modes/temp.ts';
import { threads } from './modes/threads.ts';

export type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;
/** The routes of a mode, by `METHOD /path`. */
export type Routes = Record<string, Handler>;

const routesOf = { spool, temp, read, mmap, log, leak, native, threads, sockets };

/** Starts the service of `settings.mode`; resolves once it listens. */
export async function startServer(settings: Settings): Promise<Server> {
  const routes: Routes = {
    ...(await routesOf[settings.mode](settings)),
    'GET /healthz': async (_request, response) => void response.end('ok\n'),
    'GET /metrics': metricsHandler(),
  };
  const server = createServer((request, response) => {
    const handler = routes[`${request.method} ${request.url}`] ?? notFound;
    handler(request, response).catch((error: unknown) => fail(request, response, error));
  });
  server.listen(settings.port, settings.host);
  await once(server, 'listening');
  return server;
}

const notFound: Handler = async (request, response) => {
  request.resume();
  response.writeHead(404).end('no such route\n');
};

/** A full volume is the client's news (507) and not the service's end. */
function fail(request: IncomingMessage, response: ServerResponse, error: unknown): void {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'error';
  const clientWentAway = code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE';
  if (code !== 'ENOSPC' && !clientWentAway) console.error(error);
  request.resume();
  if (response.headersSent) response.destroy();
  // The rest of the body was not read: a further request on this connection would never be seen.
  else response.writeHead(code === 'ENOSPC' ? 507 : 500, { connection: 'close' }).end(`${code}\n`);
}
