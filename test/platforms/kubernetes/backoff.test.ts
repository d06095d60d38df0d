import { expect, it } from 'vitest';
import { restartsMs } from '../../../harness/platforms/kubernetes/backoff.ts';

it("allows for the kubelet's back-off before each restart but the first", () => {
  expect(restartsMs(1)).toBe(0);
  expect(restartsMs(2)).toBeLessThan(restartsMs(3));
  expect(restartsMs(3) - restartsMs(2)).toBeGreaterThan(10_000);
  expect(restartsMs(4) - restartsMs(3)).toBeGreaterThan(20_000);
  expect(restartsMs(20) - restartsMs(19)).toBeLessThan(320_000);
});
