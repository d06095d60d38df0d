import { loadMs } from '../../harness/scenario/load-schema.ts';
import type { Load } from '../../harness/load/load.ts';
import type { InspectedPlatform, PreparedPlatform, RunEnd } from '../../harness/platforms/platform.ts';
import type { RecordingLine } from '../../harness/recording/types.ts';
import type { Arm } from '../../harness/scenario/types.ts';

const never = new Promise<never>(() => undefined);

/** What is done when a call comes, by its words, such as `start a`; it may throw. */
type Acts = Record<string, () => unknown>;

/** A platform without a host, and a load without requests. Both write down every call, in order. */
export function fakePlatform(acts: Acts = {}, url: string | null = null) {
  const calls: string[] = [];
  const lines: RecordingLine[] = [];
  /** How long the load of each arm was to be, in ms, and where it was to go. */
  const prepared: { id: string; forMs: number; url: string | null }[] = [];
  const ends: RunEnd[] = [];
  const call = async (what: string) => {
    calls.push(what);
    await acts[what]?.();
  };
  const makePod = async ({ id }: Arm) => {
    await call(`make ${id}`);
    return {
      url,
      start: async () => {
        await call(`start ${id}`);
        return {
          url: 'http://127.0.0.1:1',
          cgroup: null,
          death: (nth: number) => {
            const act = acts[`death ${nth} of ${id}`];
            return act ? Promise.resolve(act()).then(() => undefined) : never;
          },
        };
      },
      gatherEvidence: () => call(`evidence ${id}`),
      remove: (keep: boolean) => call(`${keep ? 'keep' : 'remove'} ${id}`),
    };
  };
  const load: Load = {
    name: 'fake',
    prepare: async ({ id, setup }, at) => {
      await call(`load ${id}`);
      prepared.push({ id, forMs: loadMs(setup.load), url: at });
      return {
        run: () => (acts[`drive ${id}`] ? call(`drive ${id}`) : call(`drive ${id}`).then(() => never)),
        stop: () => call(`stop ${id}`),
      };
    },
  };
  const platform: PreparedPlatform = {
    makePod,
    load,
    restartsMs: (deaths) => 1000 * deaths,
    upAheadMs: () => 0,
    close: async (end) => {
      ends.push(end);
      await call('close');
    },
  };
  const inspected = {
    name: 'fake',
    prepare: async () => {
      await call('prepare');
      return platform;
    },
  } as Partial<InspectedPlatform> as InspectedPlatform;
  return { calls, lines, prepared, ends, load, platform, inspected, endings: () => endingsIn(lines) };
}

/** How each arm ended, as it is recorded. */
function endingsIn(lines: RecordingLine[]): Record<string, string> {
  return Object.fromEntries(
    lines.flatMap((line) => (line.kind === 'arm-ended' ? [[line.arm, line.reason]] : [])),
  );
}
