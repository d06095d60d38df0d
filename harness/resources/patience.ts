/**
 * The share of the usual waits that undoing takes, 1 unless `NOT_A_LEAK_PATIENCE` says otherwise: tests need not sit
 * through retries that they know to be in vain.
 */
export function patience(env: Record<string, string | undefined>): number {
  return Number(env['NOT_A_LEAK_PATIENCE'] ?? 1);
}
