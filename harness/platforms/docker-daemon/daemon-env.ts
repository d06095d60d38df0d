/**
 * Where the daemon is looked up, also by the docker program: testcontainers reads its settings from this process's
 * environment alone, and both must mean the same daemon.
 */
export const daemonEnv: Record<string, string | undefined> = process.env;

/** The docker program; DOCKER_BIN overrides it. */
export const docker = daemonEnv['DOCKER_BIN'] ?? 'docker';
