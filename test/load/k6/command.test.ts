import { describe, expect, it } from 'vitest';
import { k6Command, k6Environment, loadVariables } from '../../../harness/load/k6/command.ts';
import { planOf } from '../../../harness/load/plan.ts';
import { requestShape } from '../../../harness/load/request-shape.ts';
import { armOf } from '../drive.ts';

const files = { script: '/s/load.ts', config: '/w/k6.json', body: '/w/body', summary: '/o/summary.json' };

function told(arm: ReturnType<typeof armOf>) {
  const { load } = arm.setup;
  return loadVariables('http://127.0.0.1:1', planOf(load), load.maxVUs, requestShape(arm), files);
}

describe('loadVariables', () => {
  it('tell the script all of the load, in plain numbers', () => {
    const arm = armOf({ rate: '200/s', body: '256Ki', for: '5500ms', ramp: '1s', maxVUs: 50 });
    expect(told(arm)).toEqual({
      LOAD_URL: 'http://127.0.0.1:1',
      LOAD_RATE: '200',
      LOAD_RAMP_MS: '1000',
      LOAD_FOR_MS: '5500',
      LOAD_MAX_VUS: '50',
      LOAD_METHOD: 'POST',
      LOAD_PATH: '/upload',
      LOAD_HEADERS: '{}',
      LOAD_BODY_BYTES: '262144',
      LOAD_BODY_FILE: '/w/body',
      LOAD_SUMMARY: '/o/summary.json',
    });
    expect(told(armOf({ rate: '1/s', for: '5s' }))).toMatchObject({ LOAD_METHOD: 'GET', LOAD_PATH: '/read' });
  });
});

describe('k6Command', () => {
  const command = k6Command('k6', 23, files);

  it('sends no usage report, reads no configuration of the user, and waits at a loopback port for the word to begin', () => {
    expect(command).toContain('--no-usage-report');
    expect(command[command.indexOf('--address') + 1]).toBe('127.0.0.1:23');
    expect(command).toContain('--paused');
    expect(command[command.indexOf('--config') + 1]).toBe('/w/k6.json');
    expect(command.at(-1)).toBe('/s/load.ts');
  });

  it('lets the script read its environment, so that no header is on the command line', () => {
    expect(command).toContain('--include-system-env-vars');
    expect(command).not.toContain('-e');
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
