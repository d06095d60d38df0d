/** Undoes everything in reverse order, whatever happens; then throws the first error. */
export async function undoAll(undo: readonly (() => Promise<unknown> | undefined)[]): Promise<void> {
  const errors: unknown[] = [];
  for (const one of undo.toReversed()) {
    try {
      await one();
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length > 0) throw errors[0];
}
