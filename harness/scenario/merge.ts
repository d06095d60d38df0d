type Plain = Record<string, unknown>;

/** The baseline with an arm's change merged in, key by key; a list or scalar replaces the old value. */
export function merge(base: unknown, change: unknown): unknown {
  if (!isPlain(base) || !isPlain(change)) return change;
  const changed = Object.entries(change).map(
    ([key, value]) => [key, Object.hasOwn(base, key) ? merge(base[key], value) : value] as const,
  );
  return Object.fromEntries([...Object.entries(base), ...changed]); // own keys only, `__proto__` too
}

export function isPlain(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
