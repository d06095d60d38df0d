import type { Check } from '../check.ts';
import type { Expectation } from '../types.ts';

/** Checks of budgets as expectations; `places`: where each is written, as `file:line:col`. */
export function asExpectations(checks: [string, Check][], places: Record<string, string>): Expectation[] {
  return checks.map(([name, check]) => ({
    name,
    conclusive: true,
    ...check,
    where: places[name] ?? null,
    budget: true,
  }));
}
