import { describe, expect, it } from 'vitest';
import type { Attribution } from '../../harness/verdict/attribution.ts';
import { judgeCause } from '../../harness/verdict/cause.ts';
import type { Composition } from '../../harness/verdict/types.ts';

const mebibyte = 2 ** 20;
const nothing: Attribution = {
  tmpfs: { bytes: 0, words: 'files' },
  heap: { bytes: null, openBytes: 0, unseenBytes: 0, holder: null, words: 'no managed runtime' },
  stacks: null,
  unixSocketBytes: null,
  socketWords: null,
  kernelWords: null,
};

/** In MiB. */
function heap(told: number | null, open = 0, unseen = 0): Attribution['heap'] {
  const bytes = told === null ? null : told * mebibyte;
  const parts = { openBytes: open * mebibyte, unseenBytes: unseen * mebibyte };
  return { bytes, ...parts, holder: null, words: '' };
}

function of(mebibytes: Partial<Composition>): Composition {
  const none = {
    atMs: 0,
    usageBytes: 0,
    anonBytes: 0,
    tmpfsBytes: 0,
    sharedBytes: 0,
    dirtyBytes: 0,
    lockedBytes: 0,
    cleanCacheBytes: 0,
    socketBytes: 0,
    kernelBytes: 0,
    unreclaimableBytes: 0,
  };
  const bytes = Object.entries(mebibytes).map(([name, value]) => [name, value * mebibyte]);
  return { ...none, ...(Object.fromEntries(bytes) as Partial<Composition>) };
}

describe('the cause of a kill', () => {
  it.each<[string, Partial<Composition>, Partial<Attribution>]>([
    ['tmpfs', { tmpfsBytes: 60, anonBytes: 3 }, { tmpfs: { bytes: 59 * mebibyte, words: '' } }],
    ['shared-memory', { tmpfsBytes: 5, sharedBytes: 55 }, { tmpfs: { bytes: 5 * mebibyte, words: '' } }],
    ['tmpfs', { tmpfsBytes: 60 }, { tmpfs: null }],
    ['unknown', { tmpfsBytes: 60 }, { tmpfs: null, shmemOpen: 'df would tell' }],
    ['dirty-cache', { dirtyBytes: 50, anonBytes: 5 }, {}],
    ['locked-cache', { lockedBytes: 50, anonBytes: 12 }, {}],
    ['native', { anonBytes: 60 }, {}],
    ['heap', { anonBytes: 60 }, { heap: heap(40) }],
    ['native', { anonBytes: 60 }, { heap: heap(6) }],
    ['anonymous', { anonBytes: 60 }, { heap: heap(null, 60) }],
    ['anonymous', { anonBytes: 60 }, { heap: heap(25, 20) }],
    ['anonymous', { anonBytes: 60 }, { heap: heap(10, 0, 40) }],
    ['native', { anonBytes: 60 }, { heap: heap(10, 12, 5) }],
    ['heap', { anonBytes: 60 }, { heap: heap(40, 20) }],
    ['threads', { anonBytes: 60 }, { stacks: { bytes: 50 * mebibyte, words: '' } }],
    ['threads', { anonBytes: 60 }, { stacks: { bytes: 50 * mebibyte, words: '' }, heap: heap(null, 60) }],
    ['sockets', { socketBytes: 40, anonBytes: 8 }, {}],
    ['sockets', { kernelBytes: 60, anonBytes: 2 }, { unixSocketBytes: 50 * mebibyte }],
    ['kernel', { kernelBytes: 60, anonBytes: 2 }, { unixSocketBytes: 1 * mebibyte }],
    ['kernel', { kernelBytes: 60, anonBytes: 2 }, { unixSocketBytes: null }],
    ['mixed', { anonBytes: 33, tmpfsBytes: 28 }, {}],
    ['mixed', { anonBytes: 20, tmpfsBytes: 20, kernelBytes: 20 }, {}],
    ['unknown', {}, {}],
  ])('is %s of %j', (cause, mebibytes, attribution) => {
    expect(judgeCause(of(mebibytes), { ...nothing, ...attribution }).cause).toBe(cause);
  });

  it('has a runner-up where another class holds anything', () => {
    expect(judgeCause(of({ anonBytes: 60, kernelBytes: 2 }), nothing).runnerUp).toEqual({
      class: 'kernel',
      bytes: 2 * mebibyte,
    });
    expect(judgeCause(of({ anonBytes: 60 }), nothing).runnerUp).toBeNull();
  });
});
