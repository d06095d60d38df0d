import * as z from 'zod';
import { docker } from '../platforms/docker-daemon/daemon-env.ts';
import type { Caller } from '../process/caller.ts';
import { tryProgram } from '../process/run-program.ts';
import { parseJson } from '../text/json.ts';

/** What an image says of itself. */
export interface ImageFacts {
  /** The first TCP port that it exposes. */
  port: number | null;
}

const config = z.object({ ExposedPorts: z.record(z.string(), z.unknown()).nullish() });

/** Asks the daemon here; null if there is none, or if it does not have the image. Nothing is pulled. */
export async function imageFacts(name: string, { env, signal }: Caller): Promise<ImageFacts | null> {
  const argv: [string, ...string[]] = [
    docker,
    'image',
    'inspect',
    '--format',
    '{{json .Config}}',
    '--',
    name,
  ];
  const ran = await tryProgram(argv, { env, signal, timeoutMs: 10_000 });
  const found = ran.exitCode === 0 ? config.safeParse(parseJson(ran.stdout)) : null;
  if (!found?.success) return null;
  const ports = Object.keys(found.data.ExposedPorts ?? {}).filter((port) => !port.endsWith('/udp'));
  return { port: ports.map((port) => Number.parseInt(port, 10)).toSorted((a, b) => a - b)[0] ?? null };
}
