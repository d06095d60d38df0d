import { describe, expect, it } from 'vitest';
import { bodyMaker, seededBytes } from '../../harness/load/bodies.ts';

describe('seededBytes', () => {
  it('are the same for the same seed, and others for another', () => {
    expect(seededBytes(7, 4096).equals(seededBytes(7, 4096))).toBe(true);
    expect(seededBytes(7, 4096).equals(seededBytes(8, 4096))).toBe(false);
  });

  it('look random: every byte value occurs', () => {
    expect(new Set(seededBytes(1, 65_536)).size).toBe(256);
  });
});

describe('bodyMaker', () => {
  it('makes the same bodies for the same seed, and others for another', () => {
    const [one, same, other] = [bodyMaker(1, 1000), bodyMaker(1, 1000), bodyMaker(2, 1000)];
    for (const index of [0, 1, 255, 256, 1_000_003]) {
      expect(one(index).equals(same(index))).toBe(true);
      expect(one(index).equals(other(index))).toBe(false);
    }
  });

  it('makes bodies that differ from each other', () => {
    const body = bodyMaker(1, 64);
    const bodies = Array.from({ length: 5000 }, (_, index) => body(index).toString('base64'));
    expect(new Set(bodies).size).toBe(bodies.length);
  });

  it.each([1, 4096, 2 ** 20, 3 * 2 ** 20 + 1])('makes bodies of %d bytes, however many', (size) => {
    const body = bodyMaker(1, size);
    for (const index of [0, 1, 255, 256, 10_000_000]) expect(body(index)).toHaveLength(size);
  });
});
