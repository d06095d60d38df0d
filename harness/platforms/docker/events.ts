import { createInterface } from 'node:readline';
import { parseJson } from '../../text/json.ts';
import { monotonicMs } from '../../process/clock.ts';
import type { Dockerode } from './client.ts';
import { daemonGone } from './failures.ts';
import { runLabel } from './names.ts';

/** What happened to a container, as the daemon reports it. */
export interface ContainerEvent {
  action: 'start' | 'die';
  container: string;
  atMs: number;
  /** Of `die`. */
  exitCode: number | null;
}

export interface Events {
  close: () => void;
}

interface RawEvent {
  Action?: string;
  timeNano?: number;
  Actor?: { Attributes?: Record<string, string> };
}

/** Follows the events of a run's containers until `close`; calls `lost` if the daemon goes away. */
export async function followEvents(
  daemon: Dockerode,
  run: string,
  see: (event: ContainerEvent) => void,
  lost: (error: Error) => void,
): Promise<Events> {
  const filters = { type: ['container' as const], event: ['start', 'die'], label: [`${runLabel}=${run}`] };
  const stream = await daemon.getEvents({ filters });
  let closed = false;
  const end = () => {
    if (!closed) lost(daemonGone());
  };
  // The line reader emits the stream's errors.
  const lines = createInterface({ input: stream }).on('error', end).on('close', end);
  lines.on('line', (line) => {
    const event = parseEvent(line);
    if (event) see(event);
  });
  return {
    close: () => {
      closed = true;
      if ('destroy' in stream && typeof stream.destroy === 'function') stream.destroy();
    },
  };
}

/** Null for any other event. `nowMs` and `wallMs` are the same moment. */
export function parseEvent(line: string, nowMs = monotonicMs(), wallMs = Date.now()): ContainerEvent | null {
  // A line that the daemon did not finish is ignored; the end of the stream reports that.
  const { Action, timeNano, Actor } = (parseJson(line) ?? {}) as RawEvent;
  const { name, exitCode } = Actor?.Attributes ?? {};
  if ((Action !== 'start' && Action !== 'die') || name === undefined) return null;
  // The daemon's wall clock may be another machine's; no event is later than its arrival.
  const agoMs = timeNano === undefined ? 0 : Math.max(0, wallMs - timeNano / 1e6);
  const code = exitCode === undefined ? null : Number(exitCode);
  return { action: Action, container: name, atMs: nowMs - agoMs, exitCode: code };
}
