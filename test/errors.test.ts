import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { tolerate } from '../harness/errors.ts';

describe('tolerate', () => {
  it('gives what was asked for, or the other where a system call fails as it may', () => {
    expect(tolerate(['ENOENT'], () => 'text', null)).toBe('text');
    expect(tolerate(['EACCES', 'ENOENT'], readNothing, null)).toBeNull();
    expect(tolerate('any', readNothing, null)).toBeNull();
  });

  it('throws any other error on', () => {
    expect(() => tolerate(['EACCES'], readNothing, null)).toThrow('ENOENT');
    expect(() => tolerate('any', fail, null)).toThrow('a bug');
  });
});

function readNothing(): string {
  return readFileSync('/nowhere', 'utf8');
}

function fail(): never {
  throw new TypeError('a bug');
}
