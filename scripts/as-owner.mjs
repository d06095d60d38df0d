// Root works in a user's checkout as that user. Plain Node: it runs before packages are installed.
import { statSync } from 'node:fs';

/**
 * Does what `act` does with the rights of who owns `path`, where root asks for it: what is planted there gains nobody
 * anything, and what is made there is that user's.
 * @template T @param {string} path @param {() => T} act @returns {T}
 */
export function asOwnerOf(path, act) {
  const { uid, gid } = statSync(path);
  if (process.getuid?.() !== 0 || uid === 0) return act();
  const groups = process.getgroups?.() ?? [];
  process.setgroups?.([]);
  process.setegid?.(gid);
  process.seteuid?.(uid);
  try {
    return act();
  } finally {
    process.seteuid?.(0);
    process.setegid?.(0);
    process.setgroups?.(groups);
  }
}
