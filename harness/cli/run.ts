import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import type { Host } from '../process/host.ts';
import { renderJson } from '../report/json.ts';
import { renderMarkdown } from '../report/markdown.ts';
import { scenarioNames } from '../scenario/catalog.ts';
import { keepArms, loadSuite } from '../scenario/load-suite.ts';
import type { Scenario } from '../scenario/types.ts';
import { judgeRepeats } from '../verdict/repeats.ts';
import type { RunFindings } from '../verdict/types.ts';
import { askedToRun } from './asked.ts';
import { colorsFor, type ColorChoice } from './colors.ts';
import type { PlatformName } from '../run/platform-names.ts';
import { showPlan } from './dry-run.ts';
import { tellGitHub } from './github.ts';
import { makeOutFolder, makeSubfolder, refuseOutFolder } from '../run/out-folder.ts';
import { showFindings, showRepeats, writeResult } from './results.ts';
import { reportName } from '../report/write-report.ts';

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
  /** It goes on when terminal and parent are gone. */
  detach?: boolean;
  keepOnFailure?: boolean;
  dryRun?: boolean;
  quiet?: boolean;
  verbose?: boolean;
  /** False with --no-tui. */
  tui?: boolean;
  json?: boolean;
  color?: ColorChoice;
}

/** Runs scenarios, once or `--repeat` times; gives the exit code of the verdict. */
export async function run(host: Host, named: string[], options: RunOptions): Promise<number> {
  const wanted = options.all ? [...named, ...scenarioNames()] : named;
  const scenarios = keepArms(loadSuite(wanted, host.cwd), [options.arm ?? []].flat());
  if (options.dryRun) return showPlan(host, scenarios, options);
  // Loaded once the scenarios are right: what is wrong with one is told at once.
  host.signals.endInOrder();
  if (options.detach) host.signals.outlive();
  const { recordRun } = await import('../run/record-run.ts');
  const colors = colorsFor(options.color ?? 'auto', host, host.stdout);
  const startedAt = new Date();
  const name = scenarios.length === 1 ? (scenarios[0] as Scenario).name : 'suite';
  refuseOutFolder(host, options.out);
  // Made once, when a run has passed its checks, so that a refused one leaves nothing.
  let made: string | undefined;
  const outFolder = () => (made ??= makeOutFolder(host, options.out, name, startedAt));
  const { repeat } = options;
  const all: RunFindings[] = [];
  let error: unknown = null;
  while (all.length < (repeat ?? 1) && error === null) {
    const seed = options.seed ?? randomInt(2 ** 31);
    const ownFolder = () =>
      repeat === undefined ? outFolder() : makeSubfolder(host, outFolder(), String(all.length + 1));
    // Each of several runs has a seed of its own, unless it was told.
    const seeded = repeat === undefined ? { seed } : {};
    const asked = (on: string, load: string) => askedToRun(host, named, { ...options, ...seeded, on, load });
    const recorded = await recordRun(host, scenarios, { ...options, seed, asked }, ownFolder);
    error = recorded.error;
    all.push(recorded.findings);
    if (options.json) continue;
    showFindings(host, recorded.findings, colors);
    const { folder } = recorded;
    host.stdout.write(`Report: ${join(folder, reportName)}\nRecording: ${folder}\n`);
  }
  const whole = repeat === undefined ? (all[0] as RunFindings) : judgeRepeats(all, repeat);
  if (repeat !== undefined) writeResult(outFolder(), whole, all);
  if (options.json) host.stdout.write(renderJson(whole));
  else showRepeats(host, whole, colors);
  tellGitHub(host, all, renderMarkdown(whole));
  if (error !== null) throw error;
  return whole.exitCode;
}
