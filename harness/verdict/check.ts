import type { ArmFindings, Expectation } from './types.ts';

/** An arm's findings before they are held against what is expected. */
export type JudgedArm = Omit<ArmFindings, 'expectations'>;

/** What one expectation came to; without `conclusive` the measurement tells. */
export type Check = Omit<Expectation, 'name' | 'conclusive' | 'where'> & { conclusive?: boolean };
