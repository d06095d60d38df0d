import type { Setup } from '../../scenario/schema.ts';

export interface K6Files {
  /** The script that k6 runs. */
  script: string;
  /** A k6 configuration that says nothing, in place of the user's own. */
  config: string;
  /** What to upload; null where nothing is. */
  body: string | null;
  /** Where the script writes its summary. */
  summary: string;
}

/**
 * The command that makes ready for a load, and begins when it is told to at the REST API at `port` of the loopback
 * interface: 200 virtual users take k6 300 ms to make. Flags that k6 1.x and 2.x both have.
 */
export function k6Command(
  k6: string,
  { url, port }: { url: string; port: number },
  load: Setup['load'],
  { script, config, body, summary }: K6Files,
): [string, ...string[]] {
  const variables = {
    LOAD_URL: url,
    LOAD_RATE: String(load.rate),
    LOAD_RAMP_MS: String(load.ramp),
    LOAD_FOR_MS: String(load.for),
    LOAD_MAX_VUS: String(load.maxVUs),
    LOAD_BODY_BYTES: String(load.body ?? 0),
    LOAD_BODY_FILE: body ?? '',
    LOAD_SUMMARY: summary,
  };
  const ready = ['--paused', '--address', `127.0.0.1:${port}`];
  const quiet = ['--quiet', '--no-usage-report', '--log-format', 'raw', '--config', config];
  // Fewer tags make shorter lines; these two say what became of a request.
  const output = ['--out', 'json=-', '--system-tags', 'status,error_code'];
  const told = Object.entries(variables).flatMap(([name, value]) => ['-e', `${name}=${value}`]);
  return [k6, 'run', ...ready, ...quiet, ...output, ...told, script];
}

/** k6's environment: that of this process, less all that would change its options or reach further than the target. */
export function k6Environment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(([name]) => !name.startsWith('K6_'));
  return {
    ...Object.fromEntries(kept),
    K6_NO_USAGE_REPORT: 'true',
    // Or k6 fetches another k6 for a script that imports an extension; the second name is k6 1.0's and 1.1's.
    K6_AUTO_EXTENSION_RESOLUTION: 'false',
    K6_BINARY_PROVISIONING: 'false',
    NO_PROXY: '*',
    no_proxy: '*',
  };
}
