import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inject } from 'vitest';
import { cliInProcess } from '../in-process.ts';

const folder = mkdtempSync(join(inject('temporary'), 'scripted-'));

export const MiB = 2 ** 20;
const base = { app: { mode: 'spool', retention: '3s' }, memory: '128Mi', scratch: { medium: 'memory' } };
const load = { rate: '200/s', body: '256Ki', for: '4s' };

/** Writes a scenario of a baseline (and perhaps a fix) with what its arms do, and runs it. */
export async function replay(
  name: string,
  arms: Record<string, unknown>,
  scripts: Record<string, unknown>,
  args: string[] = [],
  options: { env?: Record<string, string> } = {},
) {
  const { directory, script } = writeScenario(name, arms, scripts);
  const out = join(directory, 'out');
  const env = { REPRO_SCRIPT: script, ...options.env };
  const result = await cliInProcess(['run', directory, '--on', 'scripted', '--out', out, ...args], { env });
  return { ...result, out };
}

/** Writes a scenario and what its arms do: the folder of the one, the file of the other. */
export function writeScenario(
  name: string,
  arms: Record<string, unknown>,
  scripts: Record<string, unknown>,
): { directory: string; script: string } {
  const directory = join(folder, name);
  mkdirSync(directory, { recursive: true });
  const scenario = { title: name, story: 'A test.', ...base, load, arms };
  writeFileSync(join(directory, 'scenario.yaml'), JSON.stringify(scenario));
  const ofArms = Object.fromEntries(Object.entries(scripts).map(([arm, value]) => [`${name}/${arm}`, value]));
  const script = join(directory, 'script.json');
  writeFileSync(script, JSON.stringify(ofArms));
  return { directory, script };
}

export const moment = (atMs: number, values: Record<string, number>) => ({
  atMs,
  anon: 25 * MiB,
  heapUsed: 6 * MiB,
  ...values,
});
export const killedByTmpfs = {
  curve: [moment(-200, {}), moment(0, {}), moment(2000, { shmem: 103 * MiB })],
  kills: [2000],
};
export const plateau = {
  curve: [
    moment(-200, {}),
    moment(0, {}),
    moment(1000, { shmem: 50 * MiB }),
    moment(4000, { shmem: 50 * MiB }),
  ],
};
export const expectKill = { expect: { outcome: 'oom-killed', cause: 'tmpfs', heap: 'flat' } };
export const expectFix = {
  change: { app: { retention: '1s' } },
  expect: { outcome: 'survived', heap: 'flat' },
};
