import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Interrupted } from '../../harness/errors.ts';
import type { RecordingLine } from '../../harness/recording/types.ts';
import { run } from '../../harness/run/run.ts';
import { loadScenario } from '../../harness/scenario/load-suite.ts';
import { ownPlaces } from '../cli.ts';
import { expectFix, expectKill, killedByTmpfs, plateau, writeScenario } from '../cli/scripted.ts';

const arms = { baseline: expectKill, fix: expectFix };
const scripts = { baseline: killedByTmpfs, fix: { ...plateau, skipped: 'no such disk here' } };

/** Runs a scenario in this process; `see` is told each line as it is written. */
async function runNamed(
  name: string,
  see: (line: RecordingLine, folder: string) => void,
  signal?: AbortSignal,
) {
  const { directory, script } = writeScenario(name, arms, scripts);
  const out = join(directory, 'out');
  const env = { ...process.env, ...ownPlaces, REPRO_SCRIPT: script };
  const observer = { see: (line: RecordingLine) => see(line, out) };
  const options = { on: 'scripted' as const, out, seed: 7, env, observer, ...(signal && { signal }) };
  return run([loadScenario(directory)], options);
}

function linesIn(folder: string): RecordingLine[] {
  const text = readFileSync(join(folder, 'recording.ndjson'), 'utf8');
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as RecordingLine);
}

describe('the recording of a run', () => {
  it('has what its observers see, in the same order', async () => {
    const seen: RecordingLine[] = [];
    const { folder } = await runNamed('seen', (line) => seen.push(line));
    expect(linesIn(folder)).toEqual(JSON.parse(JSON.stringify(seen)));
  });

  it('begins with the run, its scenario and all arms, with why one is skipped', async () => {
    const { folder } = await runNamed('opening', () => undefined);
    const [first, second, ...rest] = linesIn(folder);
    expect(first).toMatchObject({ kind: 'run', platform: 'scripted', load: 'scripted', seed: 7 });
    expect(second).toMatchObject({ kind: 'scenario', name: 'opening' });
    const opened = rest.flatMap((line) => (line.kind === 'arm' ? [[line.arm, line.skipped]] : []));
    expect(opened).toEqual([
      ['opening/baseline', undefined],
      ['opening/fix', 'no such disk here'],
    ]);
  });

  it('gets its name once it is complete', async () => {
    const named: boolean[] = [];
    const { folder } = await runNamed('partial', (_line, out) => {
      named.push(existsSync(join(out, 'recording.ndjson')));
      expect(existsSync(join(out, 'recording.ndjson.partial'))).toBe(true);
    });
    expect(new Set(named)).toEqual(new Set([false]));
    expect(existsSync(join(folder, 'recording.ndjson.partial'))).toBe(false);
    expect(linesIn(folder).at(-1)).toMatchObject({ kind: 'run-ended', failure: null, interrupted: null });
  });

  it('of a run that is cut short tells by what, and what was measured is judged', async () => {
    const interruption = new AbortController();
    const cut = new Interrupted('SIGINT');
    const see = ({ kind }: RecordingLine) => kind === 'arm-started' && interruption.abort(cut);
    const { folder, error, findings } = await runNamed('cut', see, interruption.signal);
    expect(error).toBe(cut);
    expect(linesIn(folder).at(-1)).toMatchObject({ kind: 'run-ended', interrupted: 'SIGINT', exitCode: 130 });
    expect(findings.exitCode).toBe(130);
    expect(existsSync(join(folder, 'report.html'))).toBe(true);
  });

  it('is not begun where the run is refused, nor is its folder made', async () => {
    const { directory } = writeScenario('refused', arms, {});
    const out = join(directory, 'out');
    const env = { ...process.env, ...ownPlaces, REPRO_SCRIPT: join(directory, 'script.json') };
    const refused = run([loadScenario(directory)], { on: 'scripted', out, env });
    await expect(refused).rejects.toMatchObject({ kind: 'usage' });
    expect(existsSync(out)).toBe(false);
  });
});
