import { InvalidArgumentError } from 'commander';

/** The name of a folder on the command line. Nothing is no name: it would be the current folder. */
export function readFolder(text: string): string {
  if (text === '') throw new InvalidArgumentError('It must name a folder.');
  return text;
}
