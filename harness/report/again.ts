import { dirname } from 'node:path/posix';
import { quoted } from '../quoted.ts';
import type { RunFindings } from '../verdict/types.ts';

/** The command that runs the same scenarios again, with the same load, uploads and pace. */
export function runAgain({ scenarios, platform, load, seed }: RunFindings): string {
  const names = scenarios.map(({ name, file }) =>
    file === `scenarios/${name}/scenario.yaml` ? name : dirname(file),
  );
  const arms = new Set(scenarios.flatMap((one) => one.arms.map(({ name }) => name)));
  // Without its baseline a scenario was run by --arm; more than that a recording does not tell.
  const only = arms.has('baseline') ? [] : [...arms].flatMap((name) => ['--arm', name]);
  const driven = load === 'builtin' || load === 'k6' ? ['--load', load] : [];
  return quoted([
    'npm',
    'run',
    'repro',
    '--',
    ...names,
    '--on',
    platform,
    ...driven,
    '--seed',
    `${seed}`,
    ...only,
  ]);
}
