import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { stringify } from 'yaml';
import { renderRules } from '../../harness/alerts/render.ts';
import type { InputSeries } from './pod-series.ts';

const folder = mkdtempSync(join(tmpdir(), 'nal-rules-'));
const rules = join(folder, 'rules.yml');
writeFileSync(rules, renderRules('file'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

export const hasPromtool = spawnSync('promtool', ['--version']).status === 0;

export function promtool(...args: string[]): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync('promtool', args, { encoding: 'utf8' });
  return { status, output: `${stdout}${stderr}` };
}

export const checkRules = () => promtool('check', 'rules', rules);

export interface Sample {
  labels: string;
  value: number;
}

/** Has promtool evaluate the rules over series, and compares the answers to queries, each at a minute. */
export function testRules(
  series: InputSeries[],
  asked: { minute: number; expr: string; samples: Sample[] }[],
): { status: number | null; output: string } {
  const file = join(folder, 'test.yml');
  const queries = asked.map(({ minute, expr, samples }) => ({
    expr,
    eval_time: `${Math.round(minute * 60)}s`,
    exp_samples: samples,
  }));
  const tests = [{ interval: '15s', input_series: series, promql_expr_test: queries }];
  writeFileSync(file, stringify({ rule_files: [rules], evaluation_interval: '15s', tests }));
  return promtool('test', 'rules', file);
}
