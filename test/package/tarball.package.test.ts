import { cpSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ownPlaces, temporaryFolder } from '../cli.ts';
import { isRoot, lacksRoot } from '../skip.ts';
import { run, type Ran } from './run.ts';
import { sizeOf } from './size.ts';
import { node, nodeVersions, pnpm, yarn, type Tool } from './tools.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = temporaryFolder();
afterAll(folder.remove);
const version = (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }).version;
const tarball = join(folder.path, `not-a-leak-${version}.tgz`);
const recording = join(root, 'test/fixtures/recordings/run');

/** Who installs, and on which Node it then runs. */
const managers = ['npm', 'pnpm', 'yarn'] as const;
type Manager = (typeof managers)[number];
const pairs: [Manager, string][] = [
  ...nodeVersions.map((one): [Manager, string] => ['npm', one]),
  ...managers.slice(1).map((one): [Manager, string] => [one, process.versions.node]),
];

const tools = new Map<string, Tool>();

beforeAll(async () => {
  const packed = await run(['npm', 'pack', '--pack-destination', folder.path], { cwd: root });
  expect(packed.exitCode, packed.output).toBe(0);
  const there = await Promise.all([
    ...nodeVersions.map((one) => node(folder.path, one)),
    pnpm(folder.path),
    yarn(folder.path),
  ]);
  for (const tool of there) tools.set(tool.name.startsWith('node-') ? tool.version : tool.name, tool);
  await Promise.all(managers.filter((manager) => whyNot(manager) === null).map(install));
}, 300_000);

const whyNot = (name: string): string | null => tools.get(name)?.why ?? null;
const placeOf = (manager: Manager): string => join(folder.path, `by-${manager}`);

/** Installs the tarball into an empty folder, as its manager's users do. */
async function install(manager: Manager): Promise<void> {
  const cwd = placeOf(manager);
  mkdirSync(cwd);
  writeFileSync(join(cwd, 'package.json'), '{ "private": true }');
  const path = tools.get(manager)?.path ?? '';
  const state = { XDG_DATA_HOME: folder.path, XDG_CACHE_HOME: folder.path, XDG_STATE_HOME: folder.path };
  const argv: Record<Manager, [string, ...string[]]> = {
    npm: ['npm', 'install', '--no-audit', '--no-fund', tarball],
    pnpm: [process.execPath, path, 'add', tarball],
    yarn: [process.execPath, path, 'add', '--no-progress', `file:${tarball}`],
  };
  const { exitCode, output } = await run(argv[manager], { cwd, env: { ...ownPlaces, ...state } });
  expect(exitCode, output).toBe(0);
}

/** Runs the command as a user does there: by the name that the manager has put into `.bin`, with this Node first on PATH. */
function command(manager: Manager, nodeVersion: string, args: string[]): Promise<Ran> {
  const cwd = placeOf(manager);
  const nodePath = tools.get(nodeVersion)?.path ?? process.execPath;
  const PATH = `${dirname(nodePath)}${delimiter}${process.env['PATH']}`;
  return run([join(cwd, 'node_modules/.bin/not-a-leak'), ...args], { cwd, env: { ...ownPlaces, PATH } });
}

describe.each(managers)('what %s installs', (manager) => {
  it('is at most 12 MB in 15 packages, and all that the package.json of the package names', ({ skip }) => {
    const why = whyNot(manager);
    skip(why !== null, why ?? '');
    const modules = join(placeOf(manager), 'node_modules');
    const { bytes, packages } = sizeOf(modules);
    expect(packages.some((path) => path.endsWith('/not-a-leak'))).toBe(true);
    expect(packages.length).toBeLessThanOrEqual(15);
    expect(bytes).toBeGreaterThan(1_000_000);
    expect(bytes).toBeLessThanOrEqual(12_000_000);
    expect(readdirSync(join(modules, 'not-a-leak'))).toEqual(expect.arrayContaining(['LICENSE', 'dist']));
    const licences = readFileSync(join(modules, 'not-a-leak/dist/THIRD-PARTY-LICENSES.txt'), 'utf8');
    expect(licences).toMatch(/^commander \S+ \(MIT\)$/m);
  });
});

describe.each(pairs)('installed by %s, on Node %s', (manager, nodeVersion) => {
  const why = () => whyNot(manager) ?? whyNot(nodeVersion);

  it('says its version, its scenarios, what is right with them, and what this host can do', async ({
    skip,
  }) => {
    skip(why() !== null, why() ?? '');
    const told = await command(manager, nodeVersion, ['--version']);
    expect(told).toMatchObject({ exitCode: 0, stdout: `${version}\n` });
    const list = await command(manager, nodeVersion, ['list']);
    expect(list.output).toContain('upload-spool');
    expect(list.exitCode).toBe(0);
    const right = await command(manager, nodeVersion, ['validate']);
    expect(right.output).toMatch(/upload-spool\/scenario\.yaml: right, \d+ arms/);
    expect(right.exitCode).toBe(0);
    const able = await command(manager, nodeVersion, ['doctor']);
    expect(able.output).toMatch(/cgroup/);
    expect(isRoot ? [0] : [0, 3]).toContain(able.exitCode);
  });

  it('judges a recording of another machine again, and makes its reports', async ({ skip }) => {
    skip(why() !== null, why() ?? '');
    const copy = join(placeOf(manager), `recording-${nodeVersion}`);
    cpSync(recording, copy, { recursive: true });
    const before = readdirSync(copy);
    const { exitCode, output } = await command(manager, nodeVersion, ['report', copy]);
    expect(output).toContain('upload-spool');
    expect(exitCode, output).toBeLessThanOrEqual(1);
    expect(readdirSync(copy).length).toBeGreaterThan(before.length);
    expect(readFileSync(join(copy, 'report.html'), 'utf8')).toContain('</html>');
  });

  it.skipIf(lacksRoot())('runs a command in a cgroup, and takes its exit code', async ({ skip }) => {
    skip(why() !== null, why() ?? '');
    const exec = ['exec', '--memory', '64Mi', '--pass-exit-code', '--'];
    const lives = await command(manager, nodeVersion, [...exec, 'true']);
    expect(lives.exitCode, lives.output).toBe(0);
    const ends = await command(manager, nodeVersion, [...exec, 'sh', '-c', 'exit 7']);
    expect(ends.exitCode, ends.output).toBe(7);
  });

  it.skipIf(lacksRoot())(
    'runs an arm on cgroup: the app, its load, the sampler and the verdict',
    async ({ skip }) => {
      skip(why() !== null, why() ?? '');
      const arm = ['run', 'upload-spool', '--arm', 'baseline', '--on', 'cgroup'];
      const first = await command(manager, nodeVersion, arm);
      const ran =
        first.exitCode === 5 ? await command(manager, nodeVersion, [...arm, '--stretch', '2']) : first;
      expect(ran.output).toContain('REPRODUCED on cgroup  upload-spool');
      expect(ran.exitCode, ran.output).toBe(0);
    },
  );
});

describe('the library of the package', () => {
  const cwd = placeOf('npm');
  const lines = [
    "import { judge, readRecording, type Recording } from 'not-a-leak';",
    `const recording: Recording = await readRecording(${JSON.stringify(recording)});`,
    'const findings = judge(recording);',
    "if ('scenarios' in findings) console.log(findings.scenarios.map(({ name }) => name));",
  ];

  it('reads a recording and judges it, with types that hold without any other package', async () => {
    const file = join(cwd, 'use.mts');
    writeFileSync(file, lines.join('\n'));
    const tsc = [process.execPath, join(root, 'node_modules/typescript/bin/tsc')] as const;
    const strict = ['--strict', '--skipLibCheck', 'false', '--module', 'nodenext', '--target', 'es2023'];
    const compiled = await run([...tsc, ...strict, '--lib', 'es2023,dom', file], { cwd });
    expect(compiled.output).toBe('');
    const { output, exitCode } = await run([process.execPath, join(cwd, 'use.mjs')], { cwd });
    expect(output).toContain('upload-spool');
    expect(exitCode).toBe(0);
  });
});
