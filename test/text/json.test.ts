import { describe, expect, it } from 'vitest';
import { parseJson } from '../../harness/text/json.ts';

describe('parseJson', () => {
  it('gives what a text says, also where that is null', () => {
    expect(parseJson('{"a":[1]}')).toEqual({ a: [1] });
    expect(parseJson('null')).toBeNull();
  });

  it('gives undefined for what was broken off', () => {
    expect(parseJson('{"a":')).toBeUndefined();
    expect(parseJson('')).toBeUndefined();
  });
});
