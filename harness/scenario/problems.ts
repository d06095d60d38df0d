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
  return (error?.issues ?? []).flatMap(ofMeantForm).flatMap((issue): Problem[] => {
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

type Issue = z.core.$ZodIssue;

/**
 * A value that must have one of several forms, each a mapping: the issues of the form that is meant, the one with
 * the fewest. If two have as few, it is not known which is meant, and the issue stays what it is.
 */
function ofMeantForm(issue: Issue): Issue[] {
  if (issue.code !== 'invalid_union') return [issue];
  const forms = issue.errors.filter((form) =>
    form.every((inner) => inner.path.length > 0 || isUnknownKey(inner)),
  );
  const [meant, other] = forms.toSorted((a, b) => weightOf(a) - weightOf(b));
  if (!meant || !other || weightOf(meant) === weightOf(other)) return [issue];
  const within = meant.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }));
  return within.flatMap(ofMeantForm);
}

function weightOf(form: Issue[]): number {
  return form.reduce((sum, issue) => sum + (isUnknownKey(issue) ? issue.keys.length : 1), 0);
}

function isUnknownKey(issue: Issue): issue is z.core.$ZodIssueUnrecognizedKeys {
  return issue.code === 'unrecognized_keys';
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
