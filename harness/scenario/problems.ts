import type * as z from 'zod';
import { Failure } from '../errors.ts';

/** One mistake in a scenario file, and its place. */
export interface Problem {
  /** Path of the value in the file. */
  path: readonly PropertyKey[];
  /** Set if the key itself is wrong, not its value. */
  key?: string;
  message: string;
}

/** zod's issues as problems: an unknown key points at the key, a choice lists its members. */
export function problemsOf(error: z.ZodError | undefined): Problem[] {
  return (error?.issues ?? []).flatMap((issue): Problem[] => {
    const { path } = issue;
    const at = path.join('.');
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({
        path,
        key,
        message: `unknown key ${JSON.stringify(key)}${at && ` in ${at}`}`,
      }));
    }
    if (issue.code === 'invalid_key') {
      return [{ path: path.slice(0, -1), key: String(path.at(-1)), message: keyMessage(issue) }];
    }
    return [{ path, message: `${at}: ${valueMessage(issue)}` }];
  });
}

function keyMessage(issue: z.core.$ZodIssueInvalidKey): string {
  return `${JSON.stringify(String(issue.path.at(-1)))} is not a valid name: ${issue.issues.map((inner) => inner.message).join('; ')}`;
}

function valueMessage(issue: z.core.$ZodIssue): string {
  if (issue.input === undefined && issue.code !== 'custom') return 'is missing';
  if (issue.code === 'invalid_value') return `must be ${issue.values.join(', ')}`;
  if (issue.code === 'invalid_type') return `must be of type ${issue.expected}`;
  return issue.message.replace(/^Invalid input: /, '');
}

/** The problems of one or more files as the error shown to the user, one per line. */
export function scenarioFailure(lines: string[]): Failure {
  return new Failure('usage', lines.join('\n'), {
    hint: `${lines.length === 1 ? 'One problem' : `${lines.length} problems`}; nothing was run.`,
  });
}
