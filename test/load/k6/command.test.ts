import { describe, expect, it } from 'vitest';
import { k6Command, k6Environment } from '../../../harness/load/k6/command.ts';
import { armOf } from '../drive.ts';

const files = { script: '/s/load.ts', config: '/w/k6.json', body: '/w/body', summary: '/o/summary.json' };

describe('k6Command', () => {
  it('tells the script all of the load, in plain numbers', () => {
    const { load } = armOf({ rate: '200/s', body: '256Ki', for: '5500ms', ramp: '1s', maxVUs: 50 }).setup;
    const command = k6Command('k6', { url: 'http://127.0.0.1:1', port: 23 }, load, files);
    expect(command.filter((_, index) => command[index - 1] === '-e')).toEqual([
      'LOAD_URL=http://127.0.0.1:1',
      'LOAD_RATE=200',
      'LOAD_RAMP_MS=1000',
      'LOAD_FOR_MS=5500',
      'LOAD_MAX_VUS=50',
      'LOAD_BODY_BYTES=262144',
      'LOAD_BODY_FILE=/w/body',
      'LOAD_SUMMARY=/o/summary.json',
    ]);
    expect(command.at(-1)).toBe('/s/load.ts');
  });

  it('sends no usage report, reads no configuration of the user, and waits at a loopback port for the word to begin', () => {
    const { load } = armOf({ rate: '1/s', for: '5s' }).setup;
    const command = k6Command('k6', { url: 'http://127.0.0.1:1', port: 23 }, load, { ...files, body: null });
    expect(command).toContain('--no-usage-report');
    expect(command[command.indexOf('--address') + 1]).toBe('127.0.0.1:23');
    expect(command).toContain('--paused');
    expect(command[command.indexOf('--config') + 1]).toBe('/w/k6.json');
    expect(command).toContain('LOAD_BODY_BYTES=0');
  });
});

describe('k6Environment', () => {
  it('passes on nothing that would change the options of k6', () => {
    const env = k6Environment({ PATH: '/bin', K6_VUS: '3', K6_OUT: 'cloud', K6_CLOUD_TOKEN: 'x' });
    expect(env).toMatchObject({ PATH: '/bin', K6_NO_USAGE_REPORT: 'true' });
    for (const name of ['K6_VUS', 'K6_OUT', 'K6_CLOUD_TOKEN']) expect(env).not.toHaveProperty(name);
  });

  it('lets k6 neither fetch extensions nor go through a proxy', () => {
    expect(k6Environment({ HTTP_PROXY: 'http://proxy' })).toMatchObject({
      K6_AUTO_EXTENSION_RESOLUTION: 'false',
      NO_PROXY: '*',
    });
  });
});
