import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { commonScript, ownScript } from '../../../harness/load/k6/scripts.ts';
import { temporaryFolder } from '../../cli.ts';

const folder = temporaryFolder();
afterAll(folder.remove);

describe('ownScript', () => {
  it('finds load.ts beside the scenario file, as the user named it, and only there', () => {
    expect(ownScript({ file: 'scenario.yaml' }, folder.path)).toBeNull();
    writeFileSync(join(folder.path, 'load.ts'), '');
    expect(ownScript({ file: 'scenario.yaml' }, folder.path)).toBe(join(folder.path, 'load.ts'));
    expect(ownScript({ file: join(folder.path, 'scenario.yaml') }, '/')).toBe(join(folder.path, 'load.ts'));
    expect(ownScript({ file: 'other/scenario.yaml' }, folder.path)).toBeNull();
  });
});

it('the common script is there', () => {
  expect(existsSync(commonScript)).toBe(true);
});
