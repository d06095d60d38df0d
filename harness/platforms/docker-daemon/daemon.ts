import * as z from 'zod';
import { Failure } from '../../errors.ts';
import { runProgram, tryProgram, type ExecOptions } from '../../process/run-program.ts';
import { parseJson } from '../../text/json.ts';
import { toolCommand } from '../../package/tool-command.ts';
import { docker } from './daemon-env.ts';

const infoSchema = z.object({
  ServerVersion: z.string(),
  CgroupVersion: z.string().default('1'),
  CgroupDriver: z.string().default(''),
  KernelVersion: z.string(),
  OperatingSystem: z.string().default(''),
  Driver: z.string().default(''),
  NCPU: z.number(),
  MemTotal: z.number(),
  SwapLimit: z.boolean().default(false),
  MemoryLimit: z.boolean().default(true),
  DockerRootDir: z.string().default(''),
  SecurityOptions: z.array(z.string()).nullable().default([]),
});

/** What `docker info` says about a daemon. */
export interface Daemon {
  version: string;
  cgroupVersion: 1 | 2;
  cgroupDriver: string;
  kernel: string;
  operatingSystem: string;
  storageDriver: string;
  processors: number;
  memoryBytes: number;
  /** Whether it can deny swap to a container. */
  limitsSwap: boolean;
  limitsMemory: boolean;
  rootless: boolean;
  /** Where it keeps its volumes, on its own host. */
  rootDir: string;
}

/** Asks the daemon for its facts; throws a Failure of kind `missing` if none answers. */
export async function findDaemon(options: ExecOptions = {}): Promise<Daemon> {
  const ran = await tryProgram([docker, 'info', '--format', '{{json .}}'], { timeoutMs: 10_000, ...options });
  if (ran.broken === 'ENOENT') {
    throw new Failure('missing', `The program "${docker}" is not there.`, { hint: 'Install Docker.' });
  }
  const info = ran.exitCode === 0 ? infoSchema.safeParse(parseJson(ran.stdout)) : null;
  if (!info?.success) {
    const lastLine = ran.stderr.trim().split('\n').at(-1) ?? '';
    const said = ran.broken === 'timeout' ? 'no answer within 10 s' : lastLine;
    throw new Failure('missing', `No Docker daemon answers: ${said}`, {
      hint: said.includes('permission denied')
        ? 'Your user may not use Docker. Join its group (sudo usermod -aG docker "$USER", then log in again), or run as root.'
        : `Start Docker, or run without it: ${toolCommand()} --on cgroup`,
    });
  }
  const { data } = info;
  return {
    version: data.ServerVersion,
    cgroupVersion: data.CgroupVersion === '2' ? 2 : 1,
    cgroupDriver: data.CgroupDriver,
    kernel: data.KernelVersion,
    operatingSystem: data.OperatingSystem,
    storageDriver: data.Driver,
    processors: data.NCPU,
    memoryBytes: data.MemTotal,
    limitsSwap: data.SwapLimit,
    limitsMemory: data.MemoryLimit,
    rootDir: data.DockerRootDir,
    rootless: (data.SecurityOptions ?? []).some((option) => option.includes('rootless')),
  };
}

/** Its API version; throws a Failure of kind `missing` if older than what is used here. */
export async function apiVersion(options: ExecOptions = {}): Promise<string> {
  const said = await runDocker(['version', '--format', '{{.Server.APIVersion}}'], options);
  const [major = 0, minor = 0] = said.trim().split('.').map(Number);
  if (major > 1 || (major === 1 && minor >= oldestApiMinor)) return said.trim();
  throw new Failure(
    'missing',
    `The daemon's API is ${said.trim()}, which is older than 1.${oldestApiMinor}.`,
    { hint: 'It takes Docker 20.10 or later, or Podman 4.4 or later.' },
  );
}

/** Docker 20.10: the first with cgroup v2. */
const oldestApiMinor = 41;

/** Runs a docker command that must succeed; returns its stdout. */
export function runDocker(args: string[], options: ExecOptions = {}): Promise<string> {
  return runProgram([docker, ...args], options);
}
