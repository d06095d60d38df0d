import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { renderRules } from '../../harness/alerts/render.ts';
import { cli } from '../cli.ts';

describe('rules', () => {
  it('prints the object of the operator unless another form is asked for', async () => {
    const run = await cli(['rules']);
    expect(run).toEqual({ exitCode: 0, stdout: renderRules('operator'), stderr: '' });
    expect(parse(run.stdout).kind).toBe('PrometheusRule');
  });

  it.each(['file', 'dashboard'] as const)('prints a %s', async (form) => {
    const run = await cli(['rules', form]);
    expect(run).toEqual({ exitCode: 0, stdout: renderRules(form), stderr: '' });
  });

  it('says which forms there are', async () => {
    const run = await cli(['rules', 'grafana']);
    expect(run.exitCode).toBe(2);
    expect(run.stderr).toContain('operator, file, dashboard');
  });
});
