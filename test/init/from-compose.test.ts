import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { draftOfService } from '../../harness/init/from-compose.ts';
import type { InitRequest } from '../../harness/init/request.ts';

const file = parse(
  `
x-log: &log { logging: { driver: none } }
services:
  db: { image: 'postgres:16', environment: { POSTGRES_PASSWORD: '\${PGPASSWORD}', PGDATA: /data }, expose: [5432] }
  cache_1: { image: redis }
  built: { build: . }
  web:
    <<: *log
    image: \${REGISTRY:-docker.io}/web
    command: node app.js --name "a b"
    environment: [MODE=fast, TOKEN, 'HOME_OF=\${HOME}']
    ports: ['8080:80']
    tmpfs: /tmp:size=64m
    shm_size: 128m
    deploy: { resources: { limits: { memory: 256m, cpus: '1' } }, replicas: 2 }
    user: 1000
    read_only: true
    depends_on: { db: { condition: service_started }, cache_1: {}, built: {} }
    volumes: ['data:/data', { type: tmpfs, target: /cache, tmpfs: { size: 1m } }]
`,
  { merge: true },
) as unknown;
const asked: InitRequest = { words: [], out: 'x', load: {} };
const of = (service?: string, request = {}) =>
  draftOfService(file, service, {
    request: { ...asked, ...request },
    env: { HOME: '/root' },
    shownAs: 'compose.yaml',
  });

describe('a service of a compose file', () => {
  it('is an app by image, with its command, variables, port, user and limit', () => {
    const { app, limit, volumes } = of('web');
    expect(app).toEqual({
      image: 'docker.io/web',
      args: ['node', 'app.js', '--name', 'a b'],
      port: 80,
      env: { MODE: 'fast' },
      user: 1000,
      readOnly: true,
      services: { db: { image: 'postgres:16', port: 5432, env: { PGDATA: '/data' } } },
    });
    expect(limit).toEqual({ bytes: 256 * 2 ** 20, from: 'deploy.resources.limits.memory' });
    expect(volumes).toEqual([{ name: '/tmp', at: '/tmp', sizeBytes: 64 * 2 ** 20 }]);
  });

  it('is told for all that is not taken', () => {
    const { left } = of('web');
    expect(left).toEqual([
      'the tmpfs at /cache: a scenario has one volume (--scratch memory:DIR chooses)',
      'the tmpfs at /dev/shm: a scenario has one volume (--scratch memory:DIR chooses)',
      'environment without a value in the file: TOKEN, HOME_OF',
      'volumes',
      'deploy, but for its memory',
      'logging',
      'of db: environment POSTGRES_PASSWORD',
      'depends_on cache_1: it is no name of a host',
      'depends_on built: it has no image',
    ]);
  });

  it('has the volume that the user chooses', () => {
    const { volumes, left } = of('web', { volumes: [{ at: '/dev/shm', sizeBytes: null }] });
    expect(volumes).toEqual([{ name: '/dev/shm', at: '/dev/shm', sizeBytes: null }]);
    expect(left.join()).not.toContain('/dev/shm:');
  });

  it('is refused where it is not there, not named, or has no image', () => {
    expect(() => of('api')).toThrow('compose.yaml has no service api.');
    expect(() => of()).toThrow('compose.yaml has 4 services: db, cache_1, built, web.');
    expect(() => of('built')).toThrow('has no image');
  });
});
