import { expect, it } from 'vitest';
import { Container } from '../../../../harness/platforms/cgroup/supervisor/container.ts';

it('says why an app can not be started, and has nothing to stop then', async () => {
  const container = new Container('/nowhere', { argv: ['true'], env: {}, cwd: '/no/such/folder' });
  await expect(container.ended).rejects.toMatchObject({ code: 'ENOENT' });
  await container.stop();
  expect(container).toMatchObject({ pid: 0, gone: true });
});
