import { messageOf, Failure } from '../../errors.ts';
import { tryProgram } from '../../process/run-program.ts';
import { docker } from '../docker-daemon/daemon.ts';

/** testcontainers takes most of a second to load, so only a run on this platform does. */
export type Testcontainers = typeof import('testcontainers');
export type Dockerode = Awaited<
  ReturnType<Testcontainers['getContainerRuntimeClient']>
>['container']['dockerode'];
export type HostConfig = NonNullable<NonNullable<Parameters<Dockerode['createContainer']>[0]>['HostConfig']>;

export interface Client {
  testcontainers: Testcontainers;
  /** The API of the daemon itself. */
  daemon: Dockerode;
}

/** Loads testcontainers and has it talk to the daemon that the docker program talks to. */
export async function connect(say: (text: string) => void): Promise<Client> {
  process.env['DOCKER_HOST'] ??= await contextHost();
  await switchReaper(say);
  const { default: testcontainers } = await import('testcontainers'); // CommonJS: bundled, it has no other names
  try {
    const { container } = await testcontainers.getContainerRuntimeClient();
    return { testcontainers, daemon: container.dockerode };
  } catch (error) {
    throw new Failure('infrastructure', `testcontainers found no Docker daemon: ${messageOf(error)}`, {
      hint: `It looked at ${process.env['DOCKER_HOST']}. Set DOCKER_HOST to the daemon's socket.`,
      cause: error,
    });
  }
}

/** The docker program goes by contexts, testcontainers does not. */
async function contextHost(): Promise<string> {
  const { stdout } = await tryProgram([
    docker,
    'context',
    'inspect',
    '--format',
    '{{.Endpoints.docker.Host}}',
  ]);
  return stdout.trim() || 'unix:///var/run/docker.sock';
}

/**
 * testcontainers' reaper removes what a dead process leaves, as this tool's own janitor does. Where its
 * image is not on the daemon and the user has not said anything of it, the run goes without it.
 */
async function switchReaper(say: (text: string) => void): Promise<void> {
  if (process.env['TESTCONTAINERS_RYUK_DISABLED'] !== undefined) return;
  if (process.env['RYUK_CONTAINER_IMAGE'] !== undefined) return;
  const listed = await tryProgram([docker, 'image', 'ls', '--quiet', 'testcontainers/ryuk']);
  if (listed.stdout.trim() !== '') return;
  process.env['TESTCONTAINERS_RYUK_DISABLED'] = 'true';
  say("testcontainers' reaper is off (no image testcontainers/ryuk here): the harness cleans up by itself");
}
