import { spawn } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  lchownSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeProgram } from '../../harness/cli/program.ts';
import type { Host } from '../../harness/cli/host.ts';
import { cli, ownPlaces, resultIn, temporaryFolder } from '../cli.ts';
import { lacksOwners } from '../skip.ts';
import { expectKill, killedByTmpfs, plateau, replay } from '../cli/scripted.ts';

const tool = fileURLToPath(new URL('../../dist/not-a-leak.mjs', import.meta.url));
const folder = temporaryFolder();
chmodSync(folder.path, 0o755);
afterAll(folder.remove);

const reports = ['recording.ndjson', 'report.html', 'result.json', 'result.md', 'junit.xml'];
const user = 1234;
const sudo = { SUDO_UID: String(user), SUDO_GID: String(user) };

/** Runs a scenario that was replayed before, in a current folder of its own. */
function runIn(
  cwd: string,
  scenario: string,
  ...args: string[]
): Promise<{ status: number | null; said: string }> {
  const env = { ...process.env, ...ownPlaces, REPRO_SCRIPT: join(scenario, 'script.json'), NO_COLOR: '1' };
  const child = spawn(tool, ['run', scenario, '--on', 'scripted', ...args], { cwd, env });
  let said = '';
  for (const output of [child.stdout, child.stderr])
    output.setEncoding('utf8').on('data', (text: string) => void (said += text));
  return new Promise((resolve) => child.once('close', (status) => resolve({ status, said })));
}

/** A folder of a run that belongs to a user, who has planted links by these names to a file of root's. */
function planted(name: string, ...links: string[]) {
  const place = join(folder.path, name);
  mkdirSync(place);
  cpSync(recording, join(place, 'recording.ndjson'));
  const roots = join(folder.path, `${name}-of-root`);
  writeFileSync(roots, 'of root', { mode: 0o600 });
  for (const link of links) {
    symlinkSync(roots, join(place, link));
    lchownSync(join(place, link), user, user);
  }
  chownSync(place, user, user);
  return { place, roots };
}

/** A recording that was made before. */
let recording = '';
/** The folder of a scenario whose baseline is killed. */
let scenario = '';

beforeAll(async () => {
  const { out } = await replay('killed', { baseline: expectKill }, { baseline: killedByTmpfs });
  recording = join(out, 'recording.ndjson');
  scenario = join(out, '..');
});

describe('the folder of a run', () => {
  it('is one for each of two commands that begin at the same time, and each tells its own verdict', async () => {
    const lives = join(folder.path, 'lives/killed');
    cpSync(scenario, lives, { recursive: true });
    writeFileSync(join(lives, 'script.json'), JSON.stringify({ 'killed/baseline': plateau }));
    const [first, second] = await Promise.all([scenario, lives].map((one) => runIn(folder.path, one)));
    expect(first?.said).toContain('\nREPRODUCED');
    expect(second?.said).toContain('\nNOT_REPRODUCED');
    expect([first?.status, second?.status]).toEqual([0, 1]);
    const runs = readdirSync(join(folder.path, 'repro-out/killed'));
    const verdicts = runs.map((run) => resultIn(join(folder.path, 'repro-out/killed', run)).verdict);
    expect(new Set(verdicts)).toEqual(new Set(['NOT_REPRODUCED', 'REPRODUCED']));
  });

  it('is refused for the second of two runs into one', async () => {
    const out = join(folder.path, 'same-out');
    const runs = await Promise.all([1, 2].map(() => runIn(folder.path, scenario, '--out', out)));
    expect(new Set(runs.map(({ status }) => status))).toEqual(new Set([0, 2]));
    expect(runs.find(({ status }) => status === 2)?.said).toMatch(/in use by|another run's results/);
    expect(readdirSync(out).toSorted()).toEqual(reports.toSorted()); // nothing tells of a run any more
    expect(resultIn(out).verdict).toBe('REPRODUCED');
    const again = await runIn(folder.path, scenario, '--out', out);
    expect(again.status).toBe(0);
  });

  it('keeps no run of a --repeat that was longer', async () => {
    const longer = await replay('fewer', { baseline: expectKill }, { baseline: killedByTmpfs }, [
      '--repeat',
      '3',
    ]);
    expect(longer.stdout).toContain('3 of 3 REPRODUCED');
    const { out } = await replay('fewer', { baseline: expectKill }, { baseline: killedByTmpfs }, [
      '--repeat',
      '2',
    ]);
    expect((await cli(['report', out])).stdout).toContain('2 of 2 REPRODUCED');
    expect(resultIn(out).repeats?.wanted).toBe(2);
  });

  it.each([
    [['run', '--out', '']],
    [['run', '--scratch-dir', '']],
    [['doctor', '--scratch-dir', '']],
    [['exec', '--memory', '64Mi', '--out', '', '--', 'true']],
    [['report', '']],
  ])('has a name: %j is refused', async (args) => {
    let said = '';
    const write = (text: string) => void (said += text);
    const host = { stdout: { write }, stderr: { write } } as unknown as Host;
    const parsing = makeProgram(host, () => undefined).parseAsync(args, { from: 'user' });
    await expect(parsing).rejects.toMatchObject({ code: 'commander.invalidArgument' });
    expect(said).toContain('It must name a folder.');
  });
});

describe.skipIf(lacksOwners())('the files of a run of root in the folder of a user', () => {
  it.each([
    ['under sudo', sudo],
    ['without sudo', {}],
  ])("are that user's, and never written through a link, %s", async (how, env) => {
    const links = reports.slice(1).flatMap((name) => [name, `${name}.partial`]);
    const { place, roots } = planted(`planted-${how.replace(' ', '-')}`, ...links);
    expect((await cli(['report', place], { env })).exitCode).toBe(0);
    expect(readFileSync(roots, 'utf8')).toBe('of root');
    for (const name of reports.slice(1)) {
      const stat = lstatSync(join(place, name));
      expect([name, stat.isFile(), stat.uid]).toEqual([name, true, user]);
    }
  });

  it('are not written where that user may not write, though root may', async () => {
    const { place } = planted('read-only');
    chmodSync(place, 0o555);
    const run = await cli(['report', place], { env: sudo });
    expect(run.stderr).toContain("can't take result.json (EACCES)");
    expect(run.exitCode).toBe(2);
    expect(readdirSync(place)).toEqual(['recording.ndjson']);
  });

  it('are not read through a link to what that user may not read', async () => {
    const { place, roots } = planted('unread');
    cpSync(recording, roots);
    chmodSync(roots, 0o600);
    rmSync(join(place, 'recording.ndjson'));
    symlinkSync(roots, join(place, 'recording.ndjson'));
    const run = await cli(['report', place], { env: sudo });
    expect(run.stderr).toContain('(EACCES)');
    expect(run.exitCode).toBe(2);
  });

  it("are that user's where a run makes them, too", async () => {
    const place = join(folder.path, 'made');
    mkdirSync(place);
    chownSync(place, user, user);
    const out = join(place, 'out');
    const env = { ...sudo, REPRO_SCRIPT: join(scenario, 'script.json') };
    await cli(['run', scenario, '--on', 'scripted', '--out', out], { env });
    expect(readdirSync(out).toSorted()).toEqual(reports.toSorted());
    for (const name of reports) expect([name, lstatSync(join(out, name)).uid]).toEqual([name, user]);
  });
});
