import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { Container } from '../../../../harness/platforms/cgroup/supervisor/container.ts';

it('says why an app can not be started, and has nothing to stop then', async () => {
  const container = new Container('/nowhere', { argv: ['true'], env: {}, cwd: '/no/such/folder' });
  await expect(container.ended).rejects.toMatchObject({ code: 'ENOENT' });
  await container.stop();
  expect(container).toMatchObject({ pid: 0, gone: true });
});

it.each([
  { files: ['cgroup.procs', 'tasks'], by: 'tasks' },
  { files: ['cgroup.procs'], by: 'cgroup.procs' },
])('has the app enter by $by where there are $files', async ({ files, by }) => {
  const folder = mkdtempSync(join(tmpdir(), 'nal-container-'));
  try {
    for (const name of files) writeFileSync(join(folder, name), '');
    const container = new Container(folder, { argv: ['true'], env: {} });
    expect(await container.ended).toMatchObject({ exitCode: 0 });
    const written = files.filter((name) => readFileSync(join(folder, name), 'utf8') === '0\n');
    expect(written).toEqual([by]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
