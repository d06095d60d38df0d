/**
 * The one table of failure kinds. The exit code says whose turn it is: the user's (2), the host's (3),
 * the infrastructure's (4), the measurement's (5). "Did not reproduce" (1) is a verdict and not an error.
 */
export const exitCodes = {
  met: 0,
  notMet: 1,
  usage: 2,
  missing: 3,
  infrastructure: 4,
  inconclusive: 5,
  bug: 70,
} as const;

export type FailureKind = 'usage' | 'missing' | 'infrastructure';

/** A failure in the user's world: it is shown as a message with a hint, never with a stack trace. */
export class Failure extends Error {
  override readonly name = 'Failure';
  readonly kind: FailureKind;
  /** What to do about it, in one or more lines. */
  readonly hint: string | undefined;

  constructor(kind: FailureKind, message: string, options: { hint?: string; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.kind = kind;
    this.hint = options.hint;
  }

  get exitCode(): number {
    return exitCodes[this.kind];
  }
}

/** The error code of a system call (`ENOENT`, `EACCES`), or undefined for any other error. */
export function systemCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** What went wrong, and what went wrong in clearing it up: the second goes into the hint of the first. */
export function bothFailed(first: unknown, second: unknown): unknown {
  if (!(second instanceof Failure)) return second;
  const also = [second.message, second.hint].filter(Boolean).join('\n');
  const { kind, hint } = first instanceof Failure ? first : { kind: second.kind, hint: undefined };
  return new Failure(kind, messageOf(first), { hint: [hint, also].filter(Boolean).join('\n'), cause: first });
}
