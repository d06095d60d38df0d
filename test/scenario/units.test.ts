import { describe, expect, it } from 'vitest';
import {
  parseAtLeast,
  parseBound,
  parseBytes,
  parseDuration,
  parsePace,
  parseRate,
  parseTimes,
  sizeHint,
} from '../../harness/scenario/units.ts';

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
    ['64MiB', 64 * 2 ** 20],
    ['0.5GiB', 2 ** 29],
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
    '1MiBi',
    '1kiB',
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
    ['2h', 7_200_000],
    ['3650d', 3650 * 86_400_000],
  ])('reads %s as %d ms', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  it.each([
    '',
    '8',
    's',
    '-1s',
    '1 s',
    '1w',
    '1S',
    `${'9'.repeat(400)}d`,
    '1sec',
    '1m30s',
    '1e3ms',
    '.5s',
    '1s\n',
  ])('refuses %j', (text) => {
    expect(parseDuration(text)).toBeNull();
  });
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

describe('sizeHint', () => {
  it.each([
    [
      '64m',
      'Did you mean 64Mi (powers of 1024) or 64M (of 1000)? To Kubernetes 64m is 64 thousandths of a byte.',
    ],
    ['64MB', 'Did you mean 64Mi (powers of 1024) or 64M (of 1000)?'],
    ['1.5g', 'Did you mean 1.5Gi (powers of 1024) or 1.5G (of 1000)?'],
    ['512K', 'Did you mean 512Ki (powers of 1024) or 512k (of 1000)?'],
    ['64 Mi', 'Did you mean 64Mi (powers of 1024) or 64M (of 1000)?'],
  ])('of %s', (text, hint) => expect(sizeHint(text)).toBe(hint));

  it.each(['', 'lots', '64', '64parsecs', '-1Mi', '9999Ti'])('of %j is none', (text) =>
    expect(sizeHint(text)).toBeNull(),
  );
});

describe('parseTimes', () => {
  it.each([
    ['0', { least: 0, most: 0 }],
    ['2', { least: 2, most: 2 }],
    ['<=2', { least: 0, most: 2 }],
    ['<= 2', { least: 0, most: 2 }],
  ])('reads %s', (text, times) => {
    expect(parseTimes(text)).toEqual(times);
  });

  it.each(['', '-1', '1.5', '>=1', '=1', '<1', '<=', 'none'])('refuses %j', (text) => {
    expect(parseTimes(text)).toBeNull();
  });
});

describe('parseBound', () => {
  it.each([
    ['<=64Mi', { bytes: 64 * 2 ** 20 }],
    ['<= 0', { bytes: 0 }],
    ['<=25%', { share: 0.25 }],
    ['<=12.5%', { share: 0.125 }],
    ['<=100%', { share: 1 }],
  ])('reads %s as an upper bound', (text, amount) => {
    expect(parseBound('<=', text)).toEqual(amount);
    expect(parseBound('>=', text)).toBeNull();
  });

  it.each(['', '<=', '64Mi', '<64Mi', '<=101%', '<=-1%', '<=64MB', '<=%', '=<64Mi', '<=64Mi/min'])(
    'refuses %j',
    (text) => {
      expect(parseBound('<=', text)).toBeNull();
    },
  );
});

describe('parsePace', () => {
  it.each([
    ['<=1Mi/min', 2 ** 20 / 60],
    ['<=1Mi/m', 2 ** 20 / 60],
    ['<=0/s', 0],
    ['<=36Mi/h', (36 * 2 ** 20) / 3600],
  ])('reads %s in bytes a second', (text, pace) => {
    expect(parsePace(text)).toBe(pace);
  });

  it.each(['', '1Mi/min', '<=1Mi', '<=1Mi/', '<=1Mi/day', '<=1%/min', '>=1Mi/min', '<=/min'])(
    'refuses %j',
    (text) => {
      expect(parsePace(text)).toBeNull();
    },
  );
});
