import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openLedger } from '../../../harness/resources/ledger.ts';
import { createCluster } from '../../../harness/platforms/kind/create.ts';
import { temporaryFolder } from '../../cli.ts';

const folder = temporaryFolder();
afterAll(folder.remove);

const taken = `Deleted nodes: ["x-control-plane"]
ERROR: failed to create cluster: command "docker run" failed with error: exit status 125

Command Output: docker: Error response from daemon: listen tcp4 127.0.0.1:20000: bind: address already in use`;

/** Creates a cluster by a kind that fails so often because a port is taken, and then does not fail. */
async function create(name: string, failures: number) {
  const home = join(folder.path, name);
  mkdirSync(home);
  const program = (file: string, text: string) => {
    writeFileSync(join(home, file), `#!/bin/sh\n${text}\n`);
    chmodSync(join(home, file), 0o755);
    return join(home, file);
  };
  const fails = `[ $(wc -l < ${home}/configs) -le ${failures} ] && { cat ${home}/taken >&2; exit 1; }; exit 0`;
  writeFileSync(join(home, 'taken'), taken);
  const kind = program('kind', `[ "$1" = create ] || exit 0; { cat; echo; } >> ${home}/configs; ${fails}`);
  const kubectl = program('kubectl', 'echo True');
  const ledger = openLedger({ REPRO_STATE_DIR: join(home, 'state') });
  const tools = { kind, kubectl, env: { PATH: process.env['PATH'] } };
  const { signal } = new AbortController();
  const rest = { image: null, cgroupVersion: 2, ports: 2, ledger, signal } as const;
  const cluster = createCluster({ tools, name: ledger.name, folder: home, ...rest });
  cluster.then(({ entry }) => entry.settled()).catch(() => undefined); // there is none
  const done = await cluster.catch((error: unknown) => error);
  await ledger.close();
  const configs = readFileSync(join(home, 'configs'), 'utf8').trim().split('\n');
  const ports = configs.map((text) =>
    (JSON.parse(text) as Config).nodes.flatMap(({ extraPortMappings }) => extraPortMappings),
  );
  return { done, ports };
}

interface Config {
  nodes: { extraPortMappings: { hostPort: number; containerPort: number }[] }[];
}

describe('the cluster of a run', () => {
  it('gets other ports where somebody took one that was free', async () => {
    const { done, ports } = await create('twice', 1);
    expect(ports).toHaveLength(2);
    const hostPorts = ports.map((tried) => tried.map(({ hostPort }) => hostPort));
    expect(hostPorts[0]).not.toEqual(hostPorts[1]);
    expect(new Set(hostPorts[1]).size).toBe(3);
    expect(done).toMatchObject({
      ports: [{ hostPort: hostPorts[1]?.[1], nodePort: 30081 }, { nodePort: 30082 }],
    });
  });

  it('leaves the NodePort of manifests/base/service.yaml to whoever applies that, and publishes it', async () => {
    const { done, ports } = await create('by-hand', 0);
    expect(ports[0]?.map(({ containerPort }) => containerPort)).toEqual([30080, 30081, 30082]);
    expect(JSON.stringify(done)).not.toContain('30080');
  });

  it("is given up, in kind's own words, where ports are taken each time", async () => {
    const { done, ports } = await create('always', 99);
    expect(ports).toHaveLength(3);
    expect(done).toMatchObject({
      kind: 'infrastructure',
      message: expect.stringContaining('The cluster was not created'),
      hint: expect.stringContaining('address already in use'),
    });
  });
});
