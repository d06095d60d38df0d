import * as z from 'zod';

/** One of the words known today. A later version may write another, and its line is read all the same. */
export function word<const Word extends string>(words: readonly Word[]) {
  return z.custom<Word>((value) => typeof value === 'string').meta({ type: 'string', enum: [...words] });
}
