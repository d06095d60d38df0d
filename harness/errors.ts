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
  interrupted: 130,
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

/** Why a run was cut short: someone asked for its end. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
  readonly signalName: 'SIGINT' | 'SIGTERM';

  constructor(signalName: 'SIGINT' | 'SIGTERM') {
    super(`interrupted by ${signalName}`);
    this.signalName = signalName;
  }

  get exitCode(): number {
    return this.signalName === 'SIGINT' ? 130 : 143;
  }
}

/** The error code of a system call (`ENOENT`, `EACCES`); undefined for other errors. */
export function systemCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** The result of `act`; `otherwise` if it throws a system error with one of these codes, or any. */
export function tolerate<T, U>(codes: readonly string[] | 'any', act: () => T, otherwise: U): T | U {
  try {
    return act();
  } catch (error) {
    const code = systemCode(error);
    if (code === undefined || (codes !== 'any' && !codes.includes(code))) throw error;
    return otherwise;
  }
}

/** System errors for a disk that takes no more; the user can fix that. */
const diskTroubles: Record<string, string> = {
  ENOSPC: 'the disk is full',
  EDQUOT: "the user's share of the disk is full",
  EROFS: 'the disk is read-only',
  EIO: 'the disk is broken',
  EFBIG: 'no file may be as large (ulimit -f)',
};

/** A disk error in the user's terms; other errors unchanged. */
export function ofDisk(error: unknown): unknown {
  const trouble = diskTroubles[systemCode(error) ?? ''];
  if (trouble === undefined) return error;
  const path = error instanceof Error && 'path' in error ? ` (${String(error.path)})` : '';
  return new Failure('infrastructure', `Can't write${path}: ${trouble} (${systemCode(error)}).`, {
    hint: 'Make room, or name other folders: --out DIR, TMPDIR=DIR',
    cause: error,
  });
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** What went wrong, and what went wrong in clearing it up: the second goes into the hint of the first. */
export function bothFailed(first: unknown, second: unknown): unknown {
  const also = [messageOf(second), second instanceof Failure && second.hint].filter(Boolean).join('\n');
  const { kind, hint } =
    first instanceof Failure ? first : { kind: 'infrastructure' as const, hint: undefined };
  return new Failure(kind, messageOf(first), { hint: [hint, also].filter(Boolean).join('\n'), cause: first });
}
