import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { commonScript, ownScript } from '../../../harness/load/k6/scripts.ts';
import { armOf } from '../drive.ts';
import { temporaryFolder } from '../../cli.ts';

const folder = temporaryFolder();
afterAll(folder.remove);

describe('ownScript', () => {
  const arm = { ...armOf({ rate: '1/s', for: '1s' }), folder: folder.path };

  it('finds load.ts beside the scenario file, and only there', () => {
    expect(ownScript(arm)).toBeNull();
    writeFileSync(join(folder.path, 'load.ts'), '');
    expect(ownScript(arm)).toBe(join(folder.path, 'load.ts'));
    expect(ownScript({ ...arm, folder: '/nowhere' })).toBeNull();
  });

  it('takes the script that the load names in its place', () => {
    const load = { ...arm.setup.load, script: 'k6/shop.js' };
    expect(ownScript({ ...arm, setup: { ...arm.setup, load } })).toBe(join(folder.path, 'k6/shop.js'));
  });
});

it('the common script is there', () => {
  expect(existsSync(commonScript)).toBe(true);
});
