import { messageOf, Failure } from '../../errors.ts';
import { tryProgram } from '../../process/run-program.ts';
import { daemonEnv, docker } from '../docker-daemon/daemon-env.ts';

/** testcontainers takes most of a second to load, so only this platform loads it. */
export type Testcontainers = typeof import('testcontainers');
export type Dockerode = Awaited<
  ReturnType<Testcontainers['getContainerRuntimeClient']>
>['container']['dockerode'];
export type HostConfig = NonNullable<NonNullable<Parameters<Dockerode['createContainer']>[0]>['HostConfig']>;

export interface Client {
  testcontainers: Testcontainers;
  /** The daemon's own API. */
  daemon: Dockerode;
}

/** Loads testcontainers and points it at the same daemon as the docker program. */
export async function connect(say: (text: string) => void): Promise<Client> {
  daemonEnv['DOCKER_HOST'] ??= await contextHost();
  await switchReaper(say);
  const { default: testcontainers } = await import('testcontainers'); // CommonJS: once bundled, it has no named exports
  try {
    const { container } = await testcontainers.getContainerRuntimeClient();
    return { testcontainers, daemon: container.dockerode };
  } catch (error) {
    throw new Failure('infrastructure', `testcontainers found no Docker daemon: ${messageOf(error)}`, {
      hint: `It looked at ${daemonEnv['DOCKER_HOST']}. Set DOCKER_HOST to the daemon's socket.`,
      cause: error,
    });
  }
}

/** The docker program honours contexts; testcontainers does not. */
async function contextHost(): Promise<string> {
  const host = '{{.Endpoints.docker.Host}}';
  const { stdout } = await tryProgram([docker, 'context', 'inspect', '--format', host]);
  return stdout.trim() || 'unix:///var/run/docker.sock';
}

/**
 * testcontainers' reaper cleans up after a dead process, as does our own janitor. If the daemon lacks its image and
 * the user has not configured it, it is switched off.
 */
async function switchReaper(say: (text: string) => void): Promise<void> {
  if (daemonEnv['TESTCONTAINERS_RYUK_DISABLED'] !== undefined) return;
  if (daemonEnv['RYUK_CONTAINER_IMAGE'] !== undefined) return;
  const listed = await tryProgram([docker, 'image', 'ls', '--quiet', 'testcontainers/ryuk']);
  if (listed.stdout.trim() !== '') return;
  daemonEnv['TESTCONTAINERS_RYUK_DISABLED'] = 'true';
  say("testcontainers' reaper is off (no image testcontainers/ryuk here): the harness cleans up by itself");
}
