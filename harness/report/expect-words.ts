import type { Expect } from '../scenario/schema.ts';
import type { Amount, Times } from '../scenario/units.ts';
import { mebibytes } from '../text/words.ts';

/** What is expected of an arm: `outcome oom-killed, cause tmpfs, restarts >=2, headroom >=25%`. */
export function expectWords(expect: Expect): string {
  return Object.entries(expect)
    .flatMap(([name, value]) =>
      value === undefined ? [] : [`${name} ${signOf(name)}${valueWords(name, value)}`],
    )
    .join(', ');
}

function signOf(name: string): string {
  if (name === 'restarts' || name === 'limit-events' || name === 'headroom') return '>=';
  return name === 'growth' ? '<=' : '';
}

function valueWords(name: string, value: NonNullable<Expect[keyof Expect]>): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.join(' or ');
  if (typeof value === 'number') return name === 'growth' ? `${mebibytes(value * 60)}/min` : String(value);
  if ('most' in value) return timesWords(value);
  return `${name === 'headroom' ? '' : '<='}${amountWords(value)}`;
}

function timesWords({ least, most }: Times): string {
  return least === most ? String(most) : `<=${most}`;
}

function amountWords(amount: Amount): string {
  return 'bytes' in amount ? mebibytes(amount.bytes) : `${Number((amount.share * 100).toFixed(2))}%`;
}
