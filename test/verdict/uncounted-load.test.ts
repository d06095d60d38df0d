import { describe, expect, it } from 'vitest';
import { shorterThanBaseline } from '../../harness/verdict/uncounted-load.ts';

const shown = { by: 'log', met: true, expected: 'a line', found: 'it' } as const;
const killed = { killedAfterMs: 9000 };

describe('a load that can not be counted, beside the one that killed the baseline', () => {
  it('is as much if it went on for as long', () => {
    expect(shorterThanBaseline({ lastedMs: 9000, shown }, killed)).toBeNull();
    expect(shorterThanBaseline({ lastedMs: 3000, shown }, killed)).toContain('over after 3.0 s');
  });

  it('is as much if all of its work was done, however quickly', () => {
    expect(shorterThanBaseline({ lastedMs: 3000, shown: { ...shown, by: 'exit' } }, killed)).toBeNull();
  });

  it('shows nothing where the baseline was not killed', () => {
    expect(shorterThanBaseline({ lastedMs: 9000, shown }, null)).toContain('proves nothing');
  });
});
