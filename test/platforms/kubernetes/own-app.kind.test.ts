import { cpSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { ownHierarchy } from '../../../harness/kernel/hierarchy.ts';
import { clusterConfig } from '../../../harness/platforms/kind/cluster-config.ts';
import { findNodeImage } from '../../../harness/platforms/kind/node-image.ts';
import { resultIn, temporaryFolder, type CliResult } from '../../cli.ts';
import { isThere, leftOf, newRun, printed } from '../kind/kind-here.ts';

const folder = temporaryFolder();
const cluster = `nal-own-app-${process.pid}`;
const kubeconfig = join(folder.path, 'kubeconfig');
const image = 'node:20-bookworm-slim';
const minutes = 60_000;
const fixture = 'test/fixtures/own-app/shop';
/** What nobody but the app may see. */
const secrets = ['s3cr3t-of-the-shop', Buffer.from('s3cr3t-of-the-shop').toString('base64'), 'plain-value'];

afterAll(folder.remove);

/** All files below a folder, with their content. */
function contentOf(path: string): Record<string, string> {
  const files = readdirSync(path, { recursive: true, encoding: 'utf8' }).toSorted();
  return Object.fromEntries(
    files
      .filter((name) => statSync(join(path, name)).isFile())
      .map((name) => [name, readFileSync(join(path, name), 'latin1')]),
  );
}

/** Writes a scenario of one arm whose app is a Deployment, with what a test is about changed. */
function writeOwn(name: string, container: object, more: object[] = [], app: object = {}): string {
  const path = join(folder.path, name);
  const labels = { app: 'api' };
  const pod = { containers: [{ name: 'api', image, ...container }] };
  const template = { metadata: { labels }, spec: pod };
  const spec = { selector: { matchLabels: labels }, template };
  const api = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'api' }, spec };
  const scenario = {
    title: 'An app',
    app: { manifests: ['app.yaml'], port: 8080, startup: '20s', ...app },
    memory: '64Mi',
    load: { rate: '10/s', for: '1s' },
    arms: { baseline: { expect: { outcome: 'survived' } } },
  };
  mkdirSync(path);
  writeFileSync(join(path, 'app.yaml'), [api, ...more].map((one) => stringify(one)).join('---\n'));
  writeFileSync(join(path, 'scenario.yaml'), stringify(scenario));
  return path;
}

function inCluster(path: string): string[] {
  return ['--on', 'kind', '--cluster', cluster, '--out', path];
}

describe.skipIf(!isThere)('apps of one’s own on a kind cluster', () => {
  const shop = join(folder.path, 'shop');
  const out = join(folder.path, 'out');
  const first = newRun();
  let result: CliResult;

  beforeAll(async () => {
    const { version = 2 } = ownHierarchy() ?? {};
    const config = join(folder.path, 'kind.json');
    writeFileSync(config, JSON.stringify(clusterConfig([], version)));
    const nodeImage = await findNodeImage(undefined);
    const named = nodeImage === null ? [] : ['--image', nodeImage];
    const args = ['--name', cluster, '--kubeconfig', kubeconfig, '--config', config, '--wait', '120s'];
    await printed('kind', 'create', 'cluster', ...args, ...named);
    cpSync(fixture, shop, { recursive: true });
    result = await first.start(['run', shop, ...inCluster(out)]);
  }, 8 * minutes);
  afterAll(async () => {
    await printed('kind', 'delete', 'cluster', '--name', cluster);
  }, minutes);

  it('are killed, and live by a patch, as the scenario says', () => {
    expect(result.exitCode, result.stdout + result.stderr).toBe(0);
    const [baseline, onDisk] = resultIn(out).scenarios[0]?.arms ?? [];
    expect(baseline).toMatchObject({ outcome: 'oom-killed', cause: 'tmpfs' });
    expect(baseline?.scratchFiles).toBeGreaterThan(100); // found on a volume of any name
    expect(onDisk).toMatchObject({ outcome: 'survived', oomKills: 0 });
  });

  it('have the patch that ended it printed, as the server takes it for what runs', () => {
    const file = join(shop, 'patches/on-disk.yaml');
    const command = `kubectl patch deployment/api --patch-file ${file}`;
    const [, onDisk] = resultIn(out).scenarios[0]?.arms ?? [];
    expect(onDisk?.fixes).toEqual([{ file, command, refusal: null }]);
    expect(result.stdout).toContain(`To apply on-disk, which the cluster took in a dry run: ${command}`);
  });

  it('are told what is changed of them, before anything is made', () => {
    const made = result.stderr.indexOf('loading the image');
    for (const note of [
      'namespace/shop is left out',
      'horizontalpodautoscaler/api is left out',
      'replicas is 1 in place of 3',
      "in place of the manifest's 512Mi",
    ]) {
      expect(result.stderr).toContain(note);
      expect(result.stderr.indexOf(note)).toBeLessThan(made);
    }
    expect(result.stderr).toMatch(new RegExp(`loading the image ${image} [^]*loaded in`));
  });

  it('leave nothing: the user’s files as they were, no secret in what is written, nothing in the cluster', async () => {
    expect(contentOf(shop)).toEqual(contentOf(fixture));
    const written = JSON.stringify(contentOf(out)) + result.stdout + result.stderr;
    expect(written).toContain('(not recorded)');
    for (const secret of secrets) expect(written).not.toContain(secret);
    expect(await namespacesOf(first.name)).toEqual([]);
    expect(await leftOf(first)).toEqual([]);
  });

  it.concurrent(
    'may be images, with a volume and as the user of the scenario',
    async () => {
      const path = join(folder.path, 'image');
      const script =
        'let n=0;const fs=require("fs");require("http").createServer((q,r)=>q.method==="GET"?r.end():q.on("data",d=>fs.appendFileSync("/spool/"+n++,d)).on("end",()=>r.end())).listen(8080)';
      const scenario = {
        title: 'An image',
        app: { image, args: ['node', '-e', script], port: 8080, user: 1000, readOnly: true },
        memory: '96Mi',
        scratch: { medium: 'memory', at: '/spool' },
        load: { method: 'POST', path: '/', body: '256Ki', rate: '50/s', for: '15s' },
        arms: { baseline: { expect: { outcome: 'oom-killed', cause: 'tmpfs' } } },
      };
      mkdirSync(path);
      writeFileSync(join(path, 'scenario.yaml'), stringify(scenario));
      const run = newRun();
      const ran = await run.start(['run', path, ...inCluster(join(folder.path, 'image-out'))]);
      expect(ran.exitCode, ran.stdout + ran.stderr).toBe(0);
    },
    5 * minutes,
  );

  it.concurrent.each([
    [
      'an image that is nowhere',
      () => writeOwn('no-image', { image: 'localhost:1/shop/none:1' }),
      'the image localhost:1/shop/none:1 is not there',
    ],
    [
      'a limit that a LimitRange refuses',
      () => {
        const limits = [{ type: 'Container', max: { memory: '32Mi' } }];
        const range = { apiVersion: 'v1', kind: 'LimitRange', metadata: { name: 'small' }, spec: { limits } };
        return writeOwn('limit-range', {}, [range]);
      },
      'maximum memory usage per Container is 32Mi',
    ],
    [
      'a port at which nobody listens',
      () =>
        writeOwn('wrong-port', { command: ['node', '-e', 'setInterval(() => 0, 1e6)'] }, [], {
          startup: '8s',
        }),
      'did not accept a connection within 8 s',
    ],
    [
      'a volume that is not there',
      () => writeOwn('no-config', { envFrom: [{ configMapRef: { name: 'nowhere' } }] }),
      'configmap "nowhere" not found',
    ],
  ])(
    'end clearly with %s, and leave nothing',
    async (_, write, words) => {
      const run = newRun();
      const path = write();
      const ran = await run.start(['run', path, ...inCluster(`${path}-out`)]);
      expect(ran.exitCode, ran.stdout).toBe(4);
      expect(ran.stderr).toContain(words);
      expect(ran.stderr).not.toContain('    at ');
      expect(await namespacesOf(run.name)).toEqual([]);
      expect(await leftOf(run)).toEqual([]);
    },
    5 * minutes,
  );
});

/** The namespaces of a run in the cluster. */
async function namespacesOf(run: string): Promise<string[]> {
  const args = ['--kubeconfig', kubeconfig, 'get', 'namespaces', '--output', 'name'];
  const { stdout } = await execa('kubectl', args);
  return stdout.split('\n').filter((name) => name.includes(run));
}
