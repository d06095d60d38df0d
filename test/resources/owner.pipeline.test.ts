import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { stateOf, thisProcess } from '../../harness/resources/owner.ts';

describe('the owner of a ledger', () => {
  it('is alive while its process is', () => {
    expect(stateOf(thisProcess())).toBe('alive');
  });

  it('is dead once another process has its number', () => {
    expect(stateOf({ ...thisProcess(), startTicks: 1 })).toBe('dead');
  });

  it('is dead once its process has ended', async () => {
    const child = spawn('true');
    await once(child, 'exit');
    expect(stateOf({ ...thisProcess(), pid: child.pid ?? 0 })).toBe('dead');
  });

  it('is dead once this host has been started anew', () => {
    expect(stateOf({ ...thisProcess(), bootId: 'another' })).toBe('dead');
  });

  it.each([
    ['another host', { bootId: 'another', hostname: 'another' }],
    ['another container', { pidNamespace: 'another' }],
  ])('is beyond our knowledge on %s', (_where, change) => {
    expect(stateOf({ ...thisProcess(), ...change })).toBe('elsewhere');
  });
});
