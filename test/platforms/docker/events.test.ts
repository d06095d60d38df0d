import { describe, expect, it } from 'vitest';
import { parseEvent } from '../../../harness/platforms/docker/events.ts';

const wallMs = 1_700_000_000_000;
const line = (action: string, atMs: number, attributes: Record<string, string> = {}) =>
  JSON.stringify({
    Action: action,
    timeNano: atMs * 1e6,
    Actor: { Attributes: { name: 'not-a-leak-x.a.app', ...attributes } },
  });

describe("the daemon's events", () => {
  it('are put on the monotonic clock', () => {
    expect(parseEvent(line('die', wallMs - 40, { exitCode: '137' }), 5000, wallMs)).toEqual({
      action: 'die',
      container: 'not-a-leak-x.a.app',
      atMs: 4960,
      exitCode: 137,
    });
  });

  it('are never later than their arrival, whatever the clock of the daemon says', () => {
    expect(parseEvent(line('start', wallMs + 90_000), 5000, wallMs)?.atMs).toBe(5000);
  });

  it.each(['oom', 'destroy', 'exec_create: sh'])('%s is none of those that make lives', (action) => {
    expect(parseEvent(line(action, wallMs))).toBeNull();
  });

  it.each(['{"Action":"di', 'null', ''])('are none where the daemon was cut short: %j', (text) => {
    expect(parseEvent(text)).toBeNull();
  });
});
