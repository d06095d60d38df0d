import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { bothFailed, Failure, tolerate } from '../harness/errors.ts';

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

describe('an error in clearing up', () => {
  const first = new Failure('missing', 'no disk', { hint: 'mount one' });

  it('is in the hint of the one before it, whatever it is', () => {
    const left = new Failure('infrastructure', '2 left', { hint: 'clean' });
    expect(bothFailed(first, left)).toMatchObject({
      kind: 'missing',
      message: 'no disk',
      hint: 'mount one\n2 left\nclean',
    });
    expect(bothFailed(first, new Error('EBUSY'))).toMatchObject({ hint: 'mount one\nEBUSY' });
  });
});

function readNothing(): string {
  return readFileSync('/nowhere', 'utf8');
}

function fail(): never {
  throw new TypeError('a bug');
}
