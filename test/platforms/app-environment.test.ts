import { describe, expect, it } from 'vitest';
import { readSettings } from '../../manifests/app/src/settings.ts';
import { modes as appModes } from '../../manifests/app/src/settings.ts';
import { appEnvironment, nodeArguments } from '../../harness/platforms/app-environment.ts';
import { modes } from '../../harness/scenario/modes.ts';
import { appSetup, scratchSetup } from '../setup.ts';

describe('what a setup says to the app', () => {
  it.each(modes)('is understood by the app in mode %s', (mode) => {
    const app = appSetup({
      mode,
      retention: 2000,
      stages: 3,
      stack: 2 ** 23,
      subscribers: 7,
      logTo: 'stdout',
    });
    const settings = readSettings(appEnvironment(app, scratchSetup()));
    const told = {
      spool: { retentionMs: 2000 },
      temp: { retentionMs: 2000, stages: 3 },
      read: { datasetBytes: 2 ** 28 },
      mmap: { datasetBytes: 2 ** 28 },
      log: { logTo: 'stdout' },
      leak: {},
      native: { retentionMs: 2000 },
      threads: { retentionMs: 2000, stackBytes: 2 ** 23 },
      sockets: { subscribers: 7 },
    }[mode];
    expect(settings).toMatchObject({ mode, cleanAtStart: false, ...told });
  });

  it('has every mode of the app and no other', () => {
    expect([...modes]).toEqual([...appModes]);
  });

  it('leaves out what the mode does not read', () => {
    expect(appEnvironment(appSetup({ mode: 'leak' }), scratchSetup())).toEqual({ MODE: 'leak' });
  });

  it('tells a retention for ever, and that the volume is to be emptied first', () => {
    const app = appSetup({ retention: null, cleanAtStart: true });
    expect(readSettings(appEnvironment(app, scratchSetup()))).toMatchObject({
      retentionMs: null,
      cleanAtStart: true,
    });
  });

  it.each([
    ['shm', '/dev/shm'],
    ['container-fs', '/tmp'],
    ['memory', undefined],
  ] as const)('puts the files of medium %s at %s', (medium, folder) => {
    const scratch = scratchSetup({ medium });
    expect(appEnvironment(appSetup(), scratch)['SCRATCH_DIR']).toBe(folder);
  });

  it('lets the heap grow to the limit', () => {
    expect(nodeArguments(96 * 2 ** 20)).toEqual(['--max-old-space-size=96']);
  });
});
