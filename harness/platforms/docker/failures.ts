import { Failure, messageOf, systemCode } from '../../errors.ts';

/** The HTTP status of a daemon error, as its client throws it. */
export function statusOf(error: unknown): number | null {
  return error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number'
    ? error.statusCode
    : null;
}

const unreachable = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE', 'EACCES', 'ETIMEDOUT']);

/** Whether nobody answers at the daemon's socket any more. */
export function isDaemonGone(error: unknown): boolean {
  return unreachable.has(systemCode(error) ?? '') || /socket hang up/.test(messageOf(error));
}

export function isPortTaken(error: unknown): boolean {
  return /port is already allocated|address already in use|ports are not available/i.test(messageOf(error));
}

/** With a very low limit, or one filled by residue, the kernel may kill runc's own start. */
export function isKilledAtStart(error: unknown): boolean {
  return /OOM-killed|memory limit too low|minimum memory limit|signal: killed|init process.*exit status 137/i.test(
    messageOf(error),
  );
}

/** A daemon error in the user's terms; a Failure is passed through. */
export function asFailure(what: string, error: unknown): unknown {
  if (error instanceof Failure || !(error instanceof Error)) return error;
  if (isDaemonGone(error)) return daemonGone(error);
  const status = statusOf(error);
  if (status === null && !isPortTaken(error)) return error;
  return new Failure('infrastructure', `${what}: ${messageOf(error)}`, { hint: hintOf(error), cause: error });
}

export function daemonGone(cause?: unknown): Failure {
  return new Failure('infrastructure', 'The Docker daemon went away during the run.', {
    hint: 'Look at its log (journalctl -u docker). What is left of the run: docker ps -a --filter label=dev.not-a-leak',
    cause,
  });
}

function hintOf(error: Error): string {
  if (/no space left/i.test(error.message)) return 'The disk of the Docker daemon is full: docker system df';
  if (isPortTaken(error)) return 'Another program took the port meanwhile; run it again.';
  const status = statusOf(error);
  if (status === 404 || status === 501)
    return "Is this Podman's socket or an old daemon? It lacks a part of Docker's API (1.41) that is needed.";
  return 'Is the daemon well? Try: docker run --rm hello-world';
}
