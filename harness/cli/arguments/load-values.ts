import { InvalidArgumentError } from 'commander';
import { parseBytes, parseDuration, parseRate } from '../../scenario/units.ts';

const forms = {
  rate: { parse: parseRate, means: 'a rate such as 100/s or 30/m', least: 1 / 60, most: 10_000 },
  body: { parse: parseBytes, means: 'a size such as 256Ki, 64Mi at most', least: 1, most: 64 * 2 ** 20 },
  time: { parse: parseDuration, means: 'a time such as 20s, 60m at most', least: 1, most: 3_600_000 },
};

/** Checks a value that is written to a scenario as it is. */
export function readAs(form: keyof typeof forms): (text: string) => string {
  const { parse, means, least, most } = forms[form];
  return (text) => {
    const value = parse(text);
    if (value !== null && value >= least && value <= most) return text;
    throw new InvalidArgumentError(`It must be ${means}.`);
  };
}

/** A path of the app. */
export function readPath(text: string): string {
  if (/^\/[^\s]*$/.test(text)) return text;
  throw new InvalidArgumentError('It must be a path that begins with /.');
}
