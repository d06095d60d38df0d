import type { Requests } from '../../scenario/load-schema.ts';

export interface K6Files {
  /** The script that k6 runs. */
  script: string;
  /** An empty k6 configuration, in place of the user's own. */
  config: string;
  /** What to upload; null if nothing. */
  body: string | null;
  /** Where the script writes its summary. */
  summary: string;
}

/**
 * A k6 command that prepares a load and starts it on request, by the REST API at loopback `port`: 200 virtual users
 * take k6 300 ms to make. All flags work in k6 1.x and 2.x.
 */
export function k6Command(
  k6: string,
  { url, port }: { url: string; port: number },
  load: Requests,
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
  // Fewer tags make shorter lines; these two tell what became of a request.
  const output = ['--out', 'json=-', '--system-tags', 'status,error_code'];
  const variableFlags = Object.entries(variables).flatMap(([name, value]) => ['-e', `${name}=${value}`]);
  return [k6, 'run', ...ready, ...quiet, ...output, ...variableFlags, script];
}

/** k6's environment: this process's, minus what would change k6's options or reach beyond the target. */
export function k6Environment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(([name]) => !name.startsWith('K6_'));
  return {
    ...Object.fromEntries(kept),
    K6_NO_USAGE_REPORT: 'true',
    // Otherwise k6 fetches another k6 for a script that imports an extension; the second name is for 1.0 and 1.1.
    K6_AUTO_EXTENSION_RESOLUTION: 'false',
    K6_BINARY_PROVISIONING: 'false',
    NO_PROXY: '*',
    no_proxy: '*',
  };
}
