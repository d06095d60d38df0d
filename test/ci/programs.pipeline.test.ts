import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { temporaryFolder } from '../cli.ts';

const script = fileURLToPath(new URL('../../.ci/programs', import.meta.url));
const folder = temporaryFolder();
afterAll(folder.remove);
const bin = join(folder.path, 'bin');
mkdirSync(bin);

/** In place of curl: says that all went well, and has written something else. */
const curl = `#!/bin/sh
while [ "$1" != --output ]; do shift; done
echo "not what was asked for" > "$2"
`;
writeFileSync(join(bin, 'curl'), curl, { mode: 0o755 });

function install(...names: string[]) {
  const into = join(folder.path, names.join());
  mkdirSync(into);
  const env = { ...process.env, PATH: `${bin}${delimiter}${process.env['PATH']}`, PROGRAMS_DIR: into };
  const { status, stdout, stderr } = spawnSync(script, names, { env, encoding: 'utf8' });
  return { status, output: `${stdout}${stderr}`, installed: readdirSync(into) };
}

it.each(['kind', 'kubectl', 'k6'])(
  'a download of %s that is another file than was pinned is not installed',
  (name) => {
    const { status, output, installed } = install(name);
    expect(output).toContain('FAILED');
    expect(status).not.toBe(0);
    expect(installed).toEqual([]);
  },
);

it('a program that has no checksum is refused by name', () => {
  const { status, output } = install('helm');
  expect(output).toBe('programs: no helm here: kind, kubectl, k6\n');
  expect(status).toBe(2);
});
