import { describe, expect, it } from 'vitest';
import { readScratch, readSize, readTimeout, readUrl } from '../../../harness/cli/arguments/exec-values.ts';

describe('the options of exec', () => {
  it.each([
    ['memory:/s', { medium: 'memory', directory: '/s', sizeBytes: null }],
    ['memory:/s:64Mi', { medium: 'memory', directory: '/s', sizeBytes: 64 * 2 ** 20 }],
    ['disk:/a:b', { medium: 'disk', directory: '/a:b' }],
    ['memory:/a:b', { medium: 'memory', directory: '/a:b', sizeBytes: null }],
    ['memory:/a:b:64Mi', { medium: 'memory', directory: '/a:b', sizeBytes: 64 * 2 ** 20 }],
    ['memory:/a:5/', { medium: 'memory', directory: '/a:5/', sizeBytes: null }],
  ])('read the scratch %s', (text, scratch) => expect(readScratch(text)).toEqual(scratch));

  it.each(['memory:', 'tape:/s', '/s', 'memory:/s:', 'memory:/s:64Mib', 'memory:/s:5'])(
    'refuse the scratch %s',
    (text) => expect(() => readScratch(text)).toThrow('It must be'),
  );

  it.each(['', '0', '-1Mi', '12', '1000Ki', '5Zi', 'Mi'])('refuse the size %j', (text) =>
    expect(() => readSize(text)).toThrow('It must be'),
  );

  it('read sizes, times and addresses', () => {
    expect(readSize('1.5Gi')).toBe(1.5 * 2 ** 30);
    expect(readTimeout('250ms')).toBe(250);
    expect(readUrl('http://127.0.0.1:1/metrics')).toBe('http://127.0.0.1:1/metrics');
    expect(() => readTimeout('0s')).toThrow('It must be');
    expect(() => readUrl('ftp://x')).toThrow('It must be');
  });
});
