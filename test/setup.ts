import { asSample, setupSchema, type SampleSetup, type Setup } from '../harness/scenario/schema.ts';

const given = {
  app: { mode: 'spool' },
  memory: '128Mi',
  scratch: { medium: 'memory' },
  load: { rate: '1/s', body: '1Ki', for: '1s' },
};
const setup = asSample(setupSchema.parse(given));

/** An app's setup with all defaults, and what a test is about changed. */
export function appSetup(change: Partial<SampleSetup['app']> = {}): SampleSetup['app'] {
  return { ...setup.app, ...change };
}

export function scratchSetup(change: Partial<Setup['scratch']> = {}): Setup['scratch'] {
  return { ...setup.scratch, ...change };
}

export function wholeSetup(change: Partial<SampleSetup> = {}): SampleSetup {
  return { ...setup, ...change };
}
