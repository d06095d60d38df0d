import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openLedger } from '../../../harness/resources/ledger.ts';
import { makeWorkFolder } from '../../../harness/resources/work-folder.ts';
import { layOutPrograms } from '../../../harness/package/programs.ts';
import { dockerPlatform } from '../../../harness/platforms/docker/platform.ts';
import type { Pod, PreparedPlatform } from '../../../harness/platforms/platform.ts';
import { setupSchema } from '../../../harness/scenario/schema.ts';
import type { Arm } from '../../../harness/scenario/types.ts';
import { armNamed } from '../../arms.ts';
import { temporaryFolder } from '../../cli.ts';
import { daemonAnswers, leftOnDocker } from './daemon-here.ts';

const image = 'node:20-bookworm-slim';
const server = (script: string) => ['node', '-e', script];
const answering = "require('node:http').createServer((_, answer) => answer.end('ok'))";

function arm(app: object): Arm {
  const load = { rate: '1/s', for: '1s' };
  const setup = setupSchema.parse({ app: { image, port: 8080, ...app }, memory: '96Mi', load });
  return { ...armNamed('own/baseline'), setup, locate: (path) => path.join('.') };
}

const stateFolder = temporaryFolder();
const ledger = openLedger({ REPRO_STATE_DIR: stateFolder.path });
const workFolder = makeWorkFolder(ledger, process.env);
afterAll(async () => {
  expect(await ledger.close()).toEqual([]);
  stateFolder.remove();
});

describe.skipIf(!daemonAnswers())("an image of one's own that does not come up on Docker", () => {
  const { signal } = new AbortController();
  let prepared: PreparedPlatform;
  let pod: Pod | null = null;

  beforeAll(async () => {
    const programs = layOutPrograms(workFolder);
    const context = { workFolder, ledger, programs, say: () => undefined };
    const inspected = await dockerPlatform({ env: {} }).inspect([arm({})], context);
    prepared = await inspected.prepare([arm({})], signal);
  });
  afterAll(async () => {
    await prepared.close({ failed: false, keep: false, logsFolder: workFolder });
    expect(leftOnDocker(ledger.name)).toEqual([]);
  });
  afterEach(async () => {
    await pod?.remove(false);
    pod = null;
  });

  async function start(app: object) {
    pod = await prepared.makePod(arm(app), () => undefined, signal);
    return pod.start(signal);
  }

  it('has ended at once: what it said last is told', async () => {
    const app = { args: server("console.log('no configuration'); process.exit(2)") };
    await expect(start(app)).rejects.toMatchObject({
      message: 'ended with exit code 2',
      lastLines: ['no configuration'],
    });
  });

  it.each([
    ['elsewhere', 'listen(3000)', 'nothing listens on port 8080 in its container, but on 3000'],
    ['for itself alone', "listen(8080, '127.0.0.1')", 'port 8080 of 127.0.0.1 alone'],
    ['nowhere', 'unref()', 'nothing listens on port 8080 in its container'],
  ])('listens %s, which is told', async (_where, listens, said) => {
    const app = { args: server(`setInterval(() => 0, 1000); ${answering}.${listens}`), startup: '8s' };
    await expect(start(app)).rejects.toThrow(said);
  });

  it('answers its path with an error', async () => {
    const failing =
      "require('node:http').createServer((_, answer) => answer.writeHead(500).end()).listen(8080)";
    const app = { args: server(failing), startup: '5s', ready: '/healthz' };
    await expect(start(app)).rejects.toThrow('did not answer /healthz within 5 s');
  });

  it('has a command that does not exit with 0; and comes up where it does', async () => {
    const app = { args: server(`${answering}.listen(8080)`), startup: '8s' };
    await expect(start({ ...app, ready: ['node', '-e', 'process.exit(1)'] })).rejects.toThrow(
      'did not exit with 0',
    );
    await pod?.remove(false);
    expect((await start({ ...app, ready: ['node', '-e', 'process.exit(0)'] })).url).toContain('127.0.0.1');
  });

  it('has no such user, which is a mistake of the scenario', async () => {
    await expect(start({ args: server(answering), user: 'nobody-here' })).rejects.toMatchObject({
      kind: 'usage',
      message: expect.stringMatching(/^app\.user: .*unable to find user nobody-here/),
    });
  });

  it('has a service that ends before it is ready: what that said last is told', async () => {
    const fails = "console.log('no password given'); process.exit(3)";
    const services = { db: { image, args: server(fails), port: 5432 } };
    await expect(start({ args: server(answering), services })).rejects.toMatchObject({
      message: `own/baseline: the service db (${image}) ended with exit code 3.`,
      hint: expect.stringContaining('no password given'),
    });
  });
});
