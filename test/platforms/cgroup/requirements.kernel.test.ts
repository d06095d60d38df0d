import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { refuseUnfitHost, runPrograms } from '../../../harness/platforms/cgroup/requirements.ts';
import { cli, ownPlaces, temporaryFolder } from '../../cli.ts';
import { lacksRoot } from '../../skip.ts';

const folder = temporaryFolder();
afterAll(folder.remove);

describe('refuseUnfitHost', () => {
  it.each([
    ['darwin', 0, 'this is darwin', 'Linux virtual machine'],
    ['win32', 1000, 'this is win32', 'Linux virtual machine'],
    ['linux', 1000, 'Only root', 'as root'],
  ])('refuses %s with the user %d and says what to do', (operatingSystem, uid, message, hint) => {
    const refuse = () => refuseUnfitHost(runPrograms, { operatingSystem, uid });
    expect(refuse).toThrow(message);
    expect(refuse).toThrow(expect.objectContaining({ kind: 'missing', hint: expect.stringContaining(hint) }));
  });

  it('takes Linux with root and util-linux', () => {
    expect(() => refuseUnfitHost(runPrograms, { operatingSystem: 'linux', uid: 0 })).not.toThrow();
  });
});

describe.skipIf(lacksRoot())('as root', () => {
  it('no program of the system is taken from PATH, where a plain user may have put one', async () => {
    const planted = join(folder.path, 'planted');
    const ran = join(folder.path, 'ran');
    mkdirSync(planted);
    for (const name of ['unshare', 'mount', 'umount', 'mkfifo', 'setpriv', 'ss', 'losetup', 'mkfs.ext4'])
      writeProgram(join(planted, name), `echo ${name} >>${ran}; exit 1`);
    const env = { PATH: [planted, process.env['PATH']].join(delimiter) };
    const command = ['--memory', '64Mi', '--heap', 'node', '--', process.execPath, '-e', '0'];
    const exec = await cli(['exec', '--out', join(folder.path, 'exec'), ...command], { env });
    expect(exec.stderr).toContain('ended by itself');
    const doctor = await cli(['doctor', '--on', 'cgroup'], { env });
    expect(doctor.stdout).toContain('/setpriv');
    expect(existsSync(ran)).toBe(false);
  });

  it('a setpriv that is not that of util-linux is missing (3), and not a failure of the run (4)', () => {
    const busybox = join(folder.path, 'setpriv');
    writeProgram(busybox, 'echo "setpriv: unrecognized option: pdeathsig=KILL" >&2; exit 1');
    const inItsPlace = 'mount --bind "$1" "$(readlink -f "$(command -v setpriv)")" && shift && exec "$@"';
    const run = [process.execPath, 'dist/not-a-leak.mjs', 'run', '--on', 'cgroup', 'upload-spool'];
    const { status, stderr } = spawnSync(
      'unshare',
      ['--mount', 'sh', '-c', inItsPlace, 'sh', busybox, ...run],
      {
        encoding: 'utf8',
        env: { ...process.env, ...ownPlaces, REPRO_OUT: join(folder.path, 'run') },
      },
    );
    expect(stderr).toContain("setpriv can't start the app: setpriv: unrecognized option");
    expect(stderr).toContain('util-linux');
    expect(status).toBe(3);
  });
});

function writeProgram(file: string, script: string): void {
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
}
