import { InvalidArgumentError, type Option } from 'commander';

/** A folder's name; never empty, since that would mean the current folder. */
export function readFolder(text: string): string {
  if (text === '') throw new InvalidArgumentError('It must name a folder.');
  return text;
}

/** A name; never empty: most likely a variable was not set. */
export function readName(text: string): string {
  if (text === '') throw new InvalidArgumentError('It must not be empty.');
  return text;
}

/** Adds names: one, or several separated by commas. */
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

/** Lets REPRO_NAME set a flag that is not given. */
export function orVariable(option: Option, name: string): Option {
  return option.env(`REPRO_${name}`);
}
