import * as z from 'zod';
import { describe, expect, it } from 'vitest';
import { word } from '../../harness/recording/word.ts';

describe('a word of a recording', () => {
  const state = word(['ok', 'missing']);

  it('is read where a later version has another, and refused where it is none', () => {
    expect(state.parse('ok')).toBe('ok');
    expect(state.parse('skipped')).toBe('skipped');
    expect(state.safeParse(1).success).toBe(false);
  });

  it('is one of those known today in the published schema', () => {
    expect(z.toJSONSchema(state, { unrepresentable: 'any' })).toMatchObject({
      type: 'string',
      enum: ['ok', 'missing'],
    });
  });
});
