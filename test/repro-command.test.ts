import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { packageFolder, reproCommand } from '../harness/repro-command.ts';

describe('a command of the tool, as it is printed', () => {
  it("is npm's own in the folder of the package, and names that folder elsewhere", () => {
    expect(reproCommand({ INIT_CWD: packageFolder }, 'list')).toBe('npm run -s repro -- list');
    expect(reproCommand({ INIT_CWD: '/', PWD: packageFolder }, 'list')).toBe(
      `npm --prefix ${packageFolder} run -s repro -- list`,
    );
  });

  it.each(['/', packageFolder])('runs as printed in %s', (cwd) => {
    const command = reproCommand({ INIT_CWD: cwd }, 'list', '--json');
    const ran = spawnSync('sh', ['-c', command], { encoding: 'utf8', cwd });
    expect(ran.stdout).toContain('"upload-spool"');
  });
});
