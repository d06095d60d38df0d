import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterAll, describe, expect, it } from 'vitest';
import { openLedger } from '../../../harness/resources/ledger.ts';
import { makeWorkFolder } from '../../../harness/resources/work-folder.ts';
import { freePort } from '../../../harness/process/free-port.ts';
import { dockerPlatform } from '../../../harness/platforms/docker/platform.ts';
import { layOutPrograms } from '../../../harness/package/programs.ts';
import type { RecordingLine } from '../../../harness/recording/types.ts';
import { keepArms, loadSuite } from '../../../harness/scenario/load-suite.ts';
import { temporaryFolder } from '../../cli.ts';
import { daemonAnswers, leftOnDocker } from './daemon-here.ts';

const stateFolder = temporaryFolder();
const ledger = openLedger({ REPRO_STATE_DIR: stateFolder.path });
const workFolder = makeWorkFolder(ledger, process.env);
afterAll(async () => {
  expect(await ledger.close()).toEqual([]);
  stateFolder.remove();
});
const arms = keepArms(loadSuite(['upload-spool'], process.cwd()), ['baseline']).flatMap((one) => one.arms);
const [arm] = arms;

/** A port that somebody listens on. */
async function takenPort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { port: (server.address() as AddressInfo).port, close: () => server.close() };
}

async function prepare(port: () => Promise<number>) {
  const platform = await dockerPlatform({ env: {}, freePort: port }).inspect(arms, {
    workFolder,
    ledger,
    programs: layOutPrograms(workFolder),
    say: () => undefined,
  });
  return { prepared: await platform.prepare(arms, new AbortController().signal) };
}

describe.skipIf(!daemonAnswers() || !arm)('a pod on Docker', () => {
  if (!arm) return;
  const { signal } = new AbortController();

  it('takes another port where somebody took its own, and stops with a life that it ended itself', async () => {
    const taken = await takenPort();
    let asked = 0;
    const { prepared } = await prepare(async () => (asked++ === 0 ? taken.port : freePort()));
    const lines: RecordingLine[] = [];
    try {
      const pod = await prepared.makePod(arm, (line) => void lines.push(line), signal);
      const app = await pod.start(signal);
      expect(asked).toBe(2);
      expect(app.url).not.toContain(String(taken.port));
      expect((await fetch(`${app.url}/healthz`)).status).toBe(200);
      await pod.gatherEvidence();
      await pod.remove(false);
      await pod.remove(false);
    } finally {
      await prepared.close({ failed: false, keep: false, logsFolder: workFolder });
      taken.close();
    }
    const lives = lines.flatMap((line) => (line.kind.startsWith('life') ? [line.kind] : []));
    expect(lives).toEqual(['life-started', 'life-ready', 'life-ended']);
    expect(lines.find((line) => line.kind === 'life-ended')).toMatchObject({ stopped: true, oomKills: 0 });
    const evidence = lines.filter((line) => line.kind === 'evidence');
    expect(evidence.every(({ exitCode }) => exitCode === 0)).toBe(true);
    expect(leftOnDocker(ledger.name)).toEqual([]);
  });

  it('gives up where every port is taken, and leaves nothing', async () => {
    const taken = await takenPort();
    const { prepared } = await prepare(async () => taken.port);
    try {
      const pod = await prepared.makePod(arm, () => undefined, signal);
      await expect(pod.start(signal)).rejects.toMatchObject({
        kind: 'infrastructure',
        hint: expect.stringContaining('port'),
      });
      await pod.remove(false);
    } finally {
      await prepared.close({ failed: false, keep: false, logsFolder: workFolder });
      taken.close();
    }
    expect(leftOnDocker(ledger.name)).toEqual([]);
  });

  it('tells doctor what the daemon is', async () => {
    const rows = await dockerPlatform({ env: {} }).check();
    expect(rows.map(({ name }) => name)).toEqual([
      'daemon',
      'API version',
      'memory limits',
      'cgroups',
      'shared limit',
      'rootless',
      'swap accounting',
      'storage driver',
    ]);
    expect(rows.filter(({ state }) => state === 'missing')).toEqual([]);
  });
});
