import type { ArmFindings, Expectation } from './types.ts';

/** An arm's findings before comparison with its expectations. */
export type JudgedArm = Omit<ArmFindings, 'expectations'>;

/** The result of one expectation; conclusive unless `conclusive` says otherwise. */
export type Check = Omit<Expectation, 'name' | 'conclusive' | 'where' | 'budget'> & { conclusive?: boolean };
