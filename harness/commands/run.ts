import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import type { Host } from '../host.ts';
import { scenarioNames } from '../scenario/catalog.ts';
import { keepArms, loadSuite } from '../scenario/load-suite.ts';
import type { Scenario } from '../scenario/types.ts';
import type { RunFindings } from '../verdict/types.ts';
import { colorsFor, type ColorChoice } from './colors.ts';
import type { PlatformName } from './platform-names.ts';
import { showPlan } from './dry-run.ts';
import { recordRun } from './record-run.ts';
import { showRepeats, summarizeRepeats } from './repeats.ts';
import { makeOutFolder, reportName, showFindings } from './results.ts';

export interface RunOptions {
  on?: 'auto' | PlatformName;
  load?: 'auto' | 'builtin' | 'k6';
  /** Every scenario that comes with the tool. */
  all?: boolean;
  arm?: string | string[];
  out?: string;
  jobs?: number;
  repeat?: number;
  /** So many times slower than written. */
  stretch?: number;
  seed?: number;
  scratchDir?: string;
  /** The kind node image. */
  image?: string;
  /** An existing kind cluster. */
  cluster?: string;
  keep?: boolean;
  keepOnFailure?: boolean;
  dryRun?: boolean;
  quiet?: boolean;
  json?: boolean;
  color?: ColorChoice;
}

/** Runs scenarios, once or `--repeat` times; gives the exit code of the verdict. */
export async function run(host: Host, named: string[], options: RunOptions): Promise<number> {
  const wanted = options.all ? [...named, ...scenarioNames()] : named;
  const scenarios = keepArms(loadSuite(wanted, host.cwd), [options.arm ?? []].flat());
  if (options.dryRun) return showPlan(host, scenarios, options);
  const colors = colorsFor(options.color ?? 'auto', host, host.stdout);
  const startedAt = new Date();
  const name = scenarios.length === 1 ? (scenarios[0] as Scenario).name : 'suite';
  // Made when a run has passed its checks, so that a refused one leaves nothing.
  const outFolder = (repeat: number) => {
    const folder = makeOutFolder(host, options.out, name, startedAt);
    return options.repeat === undefined
      ? folder
      : makeOutFolder(host, join(folder, String(repeat)), name, startedAt);
  };
  const repeats = options.repeat ?? 1;
  const all: RunFindings[] = [];
  for (let repeat = 1; repeat <= repeats; repeat++) {
    const seed = options.seed ?? randomInt(2 ** 31);
    const { findings, error, folder } = await recordRun(host, scenarios, { ...options, seed }, () =>
      outFolder(repeat),
    );
    all.push(findings);
    const isLast = repeat === repeats || error !== null;
    if (!options.json) showFindings(host, findings, false, colors);
    if (!options.json) host.stdout.write(`Report: ${join(folder, reportName)}\nRecording: ${folder}\n`);
    if (isLast && options.json) {
      const summary = options.repeat === undefined ? {} : { repeat: summarizeRepeats(all) };
      host.stdout.write(`${JSON.stringify({ ...findings, ...summary }, null, 2)}\n`);
    }
    if (error) throw error;
  }
  if (options.repeat !== undefined && !options.json) showRepeats(host, all);
  return summarizeRepeats(all).exitCode;
}
