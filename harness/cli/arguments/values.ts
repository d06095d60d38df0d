import { InvalidArgumentError, type Option } from 'commander';

/** The name of a folder. Nothing is no name: it would be the current folder. */
export function readFolder(text: string): string {
  if (text === '') throw new InvalidArgumentError('It must name a folder.');
  return text;
}

/** Nothing is no name: a variable that was not set, most likely. */
export function readName(text: string): string {
  if (text === '') throw new InvalidArgumentError('It must not be empty.');
  return text;
}

/** One more of names that may stand behind each other, with commas between. */
export function collectNames(text: string, previous: string[] | undefined): string[] {
  const names = text.split(',').filter(Boolean);
  if (names.length === 0) throw new InvalidArgumentError('It must name an arm.');
  return [...(previous ?? []), ...names];
}

export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    if (/^\d+$/.test(text) && Number(text) >= least && Number(text) <= most) return Number(text);
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
  };
}

/** A flag that REPRO_NAME sets where the flag is not given. */
export function orVariable(option: Option, name: string): Option {
  return option.env(`REPRO_${name}`);
}
