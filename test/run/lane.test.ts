import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { runLane, type Turn } from '../../harness/run/lane.ts';
import type { Arm } from '../../harness/scenario/types.ts';
import { armNamed } from '../arms.ts';
import { wholeSetup } from '../setup.ts';

const loadMs = 300;
const arm = (id: string) => armNamed(id, {}, { load: { ...wholeSetup().load, for: loadMs } });

/** What happens in a lane, in order; apps are up at once, and it takes `removalMs` to clear one away. */
async function happened(ids: string[], aheadMs: number, removalMs = 0): Promise<string[]> {
  const waiting = ids.map(arm);
  const events: string[] = [];
  const runOne = async ({ id }: Arm, turn: Turn) => {
    events.push(`${id} up`);
    await turn.came;
    turn.begun();
    events.push(`${id} begins`);
    await sleep(loadMs);
    events.push(`${id} over`);
    turn.over();
    if (id === 'stuck') throw new Error('it is stuck');
    await sleep(removalMs);
    events.push(`${id} gone`);
  };
  await runLane(() => waiting.shift(), aheadMs, runOne).catch((error: Error) => events.push(error.message));
  return events;
}

describe('a lane', () => {
  it('has one arm at a time where nothing is to be ahead', async () => {
    const wholeArm = ['up', 'begins', 'over', 'gone'];
    expect(await happened(['a', 'b'], 0)).toEqual(
      ['a', 'b'].flatMap((id) => wholeArm.map((what) => `${id} ${what}`)),
    );
  });

  it('has the next app up before a load is over, and its load begin as that one is cleared away', async () => {
    const events = await happened(['a', 'b'], 150, 100);
    expect(events).toEqual(['a up', 'a begins', 'b up', 'a over', 'b begins', 'a gone', 'b over', 'b gone']);
  });

  it('brings no third app up while one is cleared away', async () => {
    const events = await happened(['a', 'b', 'c'], 250, 500);
    expect(events.indexOf('c up')).toBeGreaterThan(events.indexOf('a gone'));
  });

  it('tells of an arm that failed once the one beside it is over', async () => {
    const events = await happened(['stuck', 'b'], 150);
    expect(events.slice(-3)).toEqual(['b over', 'b gone', 'it is stuck']);
  });
});
