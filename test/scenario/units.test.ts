import { describe, expect, it } from 'vitest';
import { parseAtLeast, parseBytes, parseDuration, parseRate } from '../../harness/scenario/units.ts';

describe('parseBytes', () => {
  it.each([
    ['4096', 4096],
    ['0', 0],
    ['1k', 1000],
    ['1Ki', 1024],
    ['128M', 128e6],
    ['160Mi', 160 * 2 ** 20],
    ['1.5Gi', 1.5 * 2 ** 30],
    ['2G', 2e9],
    ['1T', 1e12],
    ['1Ti', 2 ** 40],
    ['4.1M', 4_100_000],
    ['8.2G', 8_200_000_000],
    ['1.001k', 1001],
  ])('reads %s as %d bytes', (text, bytes) => {
    expect(parseBytes(text)).toBe(bytes);
  });

  it.each([
    '',
    'Mi',
    '-1Mi',
    '+1Mi',
    '1 Mi',
    ' 1Mi',
    '1Mi ',
    '1K',
    '1m',
    '100m',
    '1MB',
    '1MiB',
    '1ki',
    '1e3',
  ])('refuses "%s"', (text) => {
    expect(parseBytes(text)).toBeNull();
  });

  it.each(['0x10', '.5Mi', '1.Mi', '1,5Mi', '1Mi\n', 'NaN', 'Infinity', '1Pi'])('refuses %j', (text) => {
    expect(parseBytes(text)).toBeNull();
  });

  it.each(['0.5', '0.1Ki', '1.0001k', '9007199254740993', '99999Ti'])(
    'refuses %s, which is no exact whole number of bytes',
    (text) => {
      expect(parseBytes(text)).toBeNull();
    },
  );
});

describe('parseDuration', () => {
  it.each([
    ['8s', 8000],
    ['1.5s', 1500],
    ['250ms', 250],
    ['0s', 0],
    ['2m', 120_000],
    ['0.5m', 30_000],
  ])('reads %s as %d ms', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  it.each(['', '8', 's', '-1s', '1 s', '1h', '1S', '1sec', '1m30s', '1e3ms', '.5s', '1s\n'])(
    'refuses %j',
    (text) => {
      expect(parseDuration(text)).toBeNull();
    },
  );
});

describe('parseRate', () => {
  it.each([
    ['200/s', 200],
    ['0.5/s', 0.5],
    ['90/m', 1.5],
    ['60/m', 1],
  ])('reads %s as %d per second', (text, rate) => {
    expect(parseRate(text)).toBe(rate);
  });

  it.each(['', '200', '200/', '/s', '200/h', '200 /s', '200/ s', '-1/s', '200/ms', '200/s '])(
    'refuses %j',
    (text) => {
      expect(parseRate(text)).toBeNull();
    },
  );
});

describe('parseAtLeast', () => {
  it.each([
    ['>=2', 2],
    ['>= 2', 2],
    ['>=1000', 1000],
    ['>=0', 0],
  ])('reads "%s" as %d', (text, bound) => {
    expect(parseAtLeast(text)).toBe(bound);
  });

  it.each(['', '2', '>2', '<=2', '> =2', '>=', '>=-1', '>=1.5', '>=2 ', '=>2'])('refuses %j', (text) => {
    expect(parseAtLeast(text)).toBeNull();
  });
});
