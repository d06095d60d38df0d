import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { builtFolder, packageFolder } from '../../harness/package/folder.ts';
import { pastedCommand, toolCommand } from '../../harness/package/tool-command.ts';

const repro = { npm_lifecycle_event: 'repro' };
const onPath = '/usr/bin/not-a-leak';

describe('what a user types before a command', () => {
  it("is npm's in a checkout, and else the tool's own name, by npx where that started it", () => {
    expect(toolCommand(repro, `${builtFolder}/not-a-leak.mjs`)).toBe('npm run repro --');
    expect(toolCommand({}, onPath)).toBe('not-a-leak');
    expect(toolCommand({ npm_command: 'exec' }, onPath)).toBe('npx not-a-leak');
    expect(toolCommand({ npm_command: 'exec' }, `${builtFolder}/not-a-leak.mjs`)).toBe('not-a-leak');
  });
});

describe('a command of the tool, as it is printed', () => {
  it("is npm's own in the folder of the package, and names that folder elsewhere", () => {
    expect(pastedCommand({ ...repro, INIT_CWD: packageFolder }, ['list'])).toBe('npm run -s repro -- list');
    expect(pastedCommand({ ...repro, INIT_CWD: '/', PWD: packageFolder }, ['list'])).toBe(
      `npm --prefix ${packageFolder} run -s repro -- list`,
    );
  });

  it('is the name that was typed, where one was', () => {
    expect(pastedCommand({}, ['list'], onPath)).toBe('not-a-leak list');
  });

  it.each([
    ['/', repro],
    [packageFolder, repro],
    ['/', {}],
  ])('runs as printed in %s', (cwd, env) => {
    const command = pastedCommand({ ...env, INIT_CWD: cwd }, ['list', '--json'], 'not-a-leak.mjs');
    const ran = spawnSync('sh', ['-c', command], { encoding: 'utf8', cwd });
    expect(ran.stdout).toContain('"upload-spool"');
  });
});
