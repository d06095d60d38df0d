import type { LoadPlan } from '../plan.ts';
import type { RequestShape } from '../request-shape.ts';

export interface K6Files {
  /** The script that k6 runs. */
  script: string;
  /** An empty k6 configuration, in place of the user's own. */
  config: string;
  /** What each request sends; null if nothing. */
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
  port: number,
  { script, config }: Pick<K6Files, 'script' | 'config'>,
): [string, ...string[]] {
  const ready = ['--paused', '--address', `127.0.0.1:${port}`];
  const quiet = ['--quiet', '--no-usage-report', '--log-format', 'raw', '--config', config];
  // Fewer tags make shorter lines; these two tell what became of a request.
  const output = ['--out', 'json=-', '--system-tags', 'status,error_code'];
  return [k6, 'run', ...ready, ...quiet, ...output, '--include-system-env-vars', script];
}

/** What a script is told of its load; see docs/load.md. */
export function loadVariables(
  url: string,
  { ratePerSecond, rampMs, durationMs }: LoadPlan,
  maxVUs: number,
  { method, path, headers, bodyBytes }: RequestShape,
  { body, summary }: Pick<K6Files, 'body' | 'summary'>,
): Record<string, string> {
  return {
    LOAD_URL: url,
    LOAD_RATE: String(ratePerSecond),
    LOAD_RAMP_MS: String(rampMs),
    LOAD_FOR_MS: String(durationMs),
    LOAD_MAX_VUS: String(maxVUs),
    LOAD_METHOD: method,
    LOAD_PATH: path,
    LOAD_HEADERS: JSON.stringify(headers),
    LOAD_BODY_BYTES: String(bodyBytes ?? 0),
    LOAD_BODY_FILE: body ?? '',
    LOAD_SUMMARY: summary,
  };
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
