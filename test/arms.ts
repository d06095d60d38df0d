import type { Expect, SampleSetup } from '../harness/scenario/schema.ts';
import type { Arm } from '../harness/scenario/types.ts';
import { wholeSetup } from './setup.ts';

/** An arm, as far as a run looks at it. */
export function armNamed(id: string, expect: Partial<Expect> = {}, setup: Partial<SampleSetup> = {}): Arm {
  return {
    id,
    name: id,
    title: '',
    setup: wholeSetup(setup),
    expect: { outcome: 'survived', ...expect },
    hostCases: [],
    because: null,
    folder: '/',
    locate: () => '',
    expectedAt: {},
  };
}
