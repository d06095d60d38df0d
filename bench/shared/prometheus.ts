import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import getPort from 'get-port';
import { stringify } from 'yaml';
import { $, type ProcessPromise } from 'zx';

const name = 'not-a-leak-bench';
const metadata = { name, namespace: 'kube-system' };

/** What a scraper of kubelets may: read their metrics, and nothing else. */
const account = [
  { apiVersion: 'v1', kind: 'ServiceAccount', metadata },
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: { name },
    rules: [{ apiGroups: [''], resources: ['nodes/metrics'], verbs: ['get'] }],
  },
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name },
    subjects: [{ kind: 'ServiceAccount', ...metadata }],
  },
];

export interface Scraped {
  /** A kubectl for the cluster, with its options. */
  kubectl: string[];
  /** Where state metrics are served on this host. */
  statePort: number;
  scrape: string;
  /** Rule files as text. */
  rules: string[];
}

export interface Series {
  metric: Record<string, string>;
  /** Time in s, value. */
  values: [number, string][];
}

/** A Prometheus of this bench's own, which scrapes a cluster's kubelets from this host. */
export class Prometheus {
  readonly #folder = mkdtempSync(join(tmpdir(), 'nal-prometheus-'));
  readonly #scraped: Scraped;
  readonly #kubectl: string[];
  #port = 0;
  #process: ProcessPromise | undefined;

  constructor(scraped: Scraped) {
    this.#scraped = scraped;
    this.#kubectl = scraped.kubectl;
  }

  async start(): Promise<void> {
    const kubectl = $({ quiet: true, input: account.map((object) => stringify(object)).join('---\n') });
    await kubectl`${this.#kubectl} apply -f -`;
    const token = await $({
      quiet: true,
    })`${this.#kubectl} -n kube-system create token ${name} --duration=10h`;
    writeFileSync(join(this.#folder, 'token'), token.stdout.trim(), { mode: 0o600 });
    const rules = this.#scraped.rules.map((text, index) => {
      const file = join(this.#folder, `rules-${index}.yml`);
      writeFileSync(file, text);
      return file;
    });
    const file = join(this.#folder, 'prometheus.yml');
    writeFileSync(file, stringify(await this.#configuration(rules)));
    this.#port = await getPort();
    const data = join(this.#folder, 'data');
    this.#process = $({
      quiet: true,
      nothrow: true,
    })`prometheus --config.file=${file} --storage.tsdb.path=${data} --web.listen-address=127.0.0.1:${this.#port}`;
    await this.#untilReady(this.#process);
  }

  /** A query at each 5 s of a range of wall-clock times in ms. */
  async range(query: string, fromMs: number, toMs: number): Promise<Series[]> {
    const asked = new URLSearchParams({ query, start: `${fromMs / 1e3}`, end: `${toMs / 1e3}`, step: '5' });
    const response = await fetch(`http://127.0.0.1:${this.#port}/api/v1/query_range?${asked.toString()}`);
    const answer = (await response.json()) as { data?: { result: Series[] }; error?: string };
    if (!answer.data) throw new Error(`Prometheus says: ${answer.error}`);
    return answer.data.result;
  }

  async stop(): Promise<void> {
    await this.#process?.kill('SIGTERM');
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #configuration(rules: string[]): Promise<object> {
    const { stdout } = await $({ quiet: true })`${this.#kubectl} get nodes --output json`;
    const nodes = JSON.parse(stdout) as {
      items: { metadata: { name: string }; status: { addresses: { type: string; address: string }[] } }[];
    };
    const kubelets = nodes.items.map(({ metadata: { name: node }, status }) => ({
      labels: { node },
      targets: status.addresses
        .filter(({ type }) => type === 'InternalIP')
        .map(({ address }) => `${address}:10250`),
    }));
    return {
      global: { scrape_interval: this.#scraped.scrape },
      rule_files: rules,
      scrape_configs: [
        {
          job_name: 'cadvisor',
          scheme: 'https',
          metrics_path: '/metrics/cadvisor',
          authorization: { credentials_file: join(this.#folder, 'token') },
          tls_config: { insecure_skip_verify: true }, // a kubelet signs its own certificate
          static_configs: kubelets,
        },
        { job_name: 'state', static_configs: [{ targets: [`127.0.0.1:${this.#scraped.statePort}`] }] },
      ],
    };
  }

  async #untilReady(running: ProcessPromise): Promise<void> {
    let ended = false;
    void running.then(() => (ended = true));
    for (;;) {
      const response = await fetch(`http://127.0.0.1:${this.#port}/-/ready`).catch(() => null);
      if (response?.ok) return;
      if (ended) throw new Error(`prometheus ended: ${(await running).stderr.slice(-1000)}`);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}
