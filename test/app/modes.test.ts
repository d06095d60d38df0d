import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { register } from 'prom-client';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { emptyFolder } from '../../manifests/app/src/empty-folder.ts';
import { startServer } from '../../manifests/app/src/server.ts';
import { readSettings } from '../../manifests/app/src/settings.ts';

const folder = mkdtempSync(join(tmpdir(), 'nal-app-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(() => {
  emptyFolder(folder);
  register.clear(); // each start of the app registers its metrics
});

/** Starts the app in a mode, uploads once, and gives the answer's status and how to end it. */
async function upload(env: Record<string, string>, body: string) {
  const settings = readSettings({ PORT: '0', SCRATCH_DIR: folder, ...env });
  const server = await startServer(settings);
  const { port } = server.address() as AddressInfo;
  const response = await fetch(`http://127.0.0.1:${port}/upload`, { method: 'POST', body });
  return { status: response.status, end: () => server.closeAllConnections() ?? server.close() };
}

const untilEmpty = async () => {
  for (let tries = 0; tries < 100 && readdirSync(folder).length > 0; tries++)
    await new Promise((resolve) => setTimeout(resolve, 20));
  return readdirSync(folder);
};

describe('the sample app', () => {
  it('works on an upload in as many temporary files as it is told, and deletes them when the job is done', async () => {
    const { status, end } = await upload({ MODE: 'temp', STAGES: '3', RETENTION_MS: '300' }, 'hello');
    expect(status).toBe(201);
    const files = readdirSync(folder);
    expect(files.map((file) => readFileSync(join(folder, file), 'utf8'))).toEqual([
      'hello',
      'hello',
      'hello',
    ]);
    expect(await untilEmpty()).toEqual([]);
    end();
  });

  it('logs a whole body in lines of base64', async () => {
    const body = 'x'.repeat(20_000);
    const { status, end } = await upload({ MODE: 'log' }, body);
    expect(status).toBe(201);
    const lines = readFileSync(join(folder, 'app.log'), 'utf8').trim().split('\n');
    expect(lines.map((line) => Buffer.from(line.replace('upload: ', ''), 'base64').toString()).join('')).toBe(
      body,
    );
    expect(lines.length).toBe(4);
    end();
  });

  it.each(['native', 'leak', 'sockets', 'threads'])('takes an upload in mode %s', async (mode) => {
    const settings = { MODE: mode, SUBSCRIBERS: '2', RETENTION_MS: '10', STACK_BYTES: '1048576' };
    const { status, end } = await upload(settings, 'hello');
    expect(status).toBe(201);
    end();
  });

  it.each([
    ['MODE', 'nothing'],
    ['STAGES', 'three'],
    ['LOG_TO', 'syslog'],
    ['CLEAN_AT_START', '1'],
  ])('refuses a %s of "%s" and names it', (name, value) => {
    expect(() => readSettings({ [name]: value })).toThrow(name);
  });

  it('empties a folder of files and folders, and leaves it standing', () => {
    mkdirSync(join(folder, 'a', 'b'), { recursive: true });
    writeFileSync(join(folder, 'a', 'b', 'c'), 'c');
    writeFileSync(join(folder, 'd'), 'd');
    emptyFolder(folder);
    expect(readdirSync(folder)).toEqual([]);
  });
});
