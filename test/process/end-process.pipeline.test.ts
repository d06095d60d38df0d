import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const endProcess = fileURLToPath(new URL('../../harness/process/end-process.ts', import.meta.url));
const root = fileURLToPath(new URL('../..', import.meta.url));

it('ends a process with its exit code once all that it wrote is out, whatever else is still going on', async () => {
  const script = `
    import { endProcess } from ${JSON.stringify(endProcess)};
    setInterval(() => undefined, 1000);
    process.stdout.write('x'.repeat(4 * 2 ** 20));
    process.exitCode = 7;
    await endProcess();`;
  const options = { cwd: root, maxBuffer: 2 ** 24 };
  const argv = ['--import', './scripts/tsx.mjs', '--input-type=module', '--eval', script];
  const run = promisify(execFile)(process.execPath, argv, options);
  const failure = await run.then(() => null).catch((error: unknown) => error);
  expect(failure).toMatchObject({ code: 7 });
  expect((failure as { stdout: string }).stdout).toHaveLength(4 * 2 ** 20);
});
