import { expect, it } from 'vitest';
import { inOrder } from '../../harness/run/in-order.ts';
import { armNamed } from '../arms.ts';
import { wholeSetup } from '../setup.ts';

const lasting = (ms: number) => ({ load: { ...wholeSetup().load, for: ms } });
const living = (ms: number) => armNamed(`lives ${ms}`, { outcome: 'survived' }, lasting(ms));
const dying = (ms: number) => armNamed(`dies ${ms}`, { outcome: 'oom-killed' }, lasting(ms));

it('begins with what takes longest, those that are to live and those that are to die by turns', () => {
  const arms = [dying(1), living(4), dying(3), living(5), living(2)];
  expect(inOrder(arms).map(({ id }) => id)).toEqual(['lives 5', 'dies 3', 'lives 4', 'dies 1', 'lives 2']);
});

it('leaves none out where all are to die', () => {
  expect(inOrder([dying(1), dying(2)]).map(({ id }) => id)).toEqual(['dies 2', 'dies 1']);
});
