import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { cli } from '../cli.ts';

describe('render', () => {
  it('prints the Kubernetes objects of an arm as YAML that reads back', async () => {
    const run = await cli(['render', 'upload-spool/headroom']);
    expect(run.exitCode).toBe(0);
    const kinds = parseAllDocuments(run.stdout).map((document) => document.get('kind'));
    expect(kinds).toEqual(['Namespace', 'Service', 'Deployment']);
    expect(run.stdout).toContain(`memory: "${240 * 2 ** 20}"`);
  });

  it('takes a scenario without an arm for its baseline', async () => {
    const [scenario, baseline] = [
      await cli(['render', 'upload-spool']),
      await cli(['render', 'upload-spool/baseline']),
    ];
    expect(scenario.stdout).toBe(baseline.stdout);
  });

  it('says which arms there are', async () => {
    const run = await cli(['render', 'upload-spool/nobody']);
    expect(run.exitCode).toBe(2);
    expect(run.stderr).toContain('upload-spool/headroom');
  });
});
