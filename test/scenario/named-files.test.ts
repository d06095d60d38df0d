import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readScenario } from '../../harness/scenario/read.ts';
import { temporaryFolder } from '../cli.ts';

const folder = temporaryFolder();
const mine = join(folder.path, 'mine');
afterAll(folder.remove);
beforeAll(() => {
  mkdirSync(join(mine, 'k6'), { recursive: true });
  writeFileSync(join(folder.path, 'neighbour'), 'x');
  writeFileSync(join(mine, 'order.json'), '{}');
  writeFileSync(join(mine, 'k6/shop.js'), '');
  writeFileSync(join(mine, 'empty'), '');
  writeFileSync(join(mine, 'huge'), '');
  truncateSync(join(mine, 'huge'), 64 * 2 ** 20 + 1);
  symlinkSync('../neighbour', join(mine, 'out'));
  symlinkSync('k6/shop.js', join(mine, 'in'));
});

/** The load's last line is in line 4. */
function read(load: string, change = '{}') {
  const lines = [
    'title: Mine',
    'app: { command: [./app] }',
    'memory: 64Mi',
    `load: { rate: 1/s, for: 1s, ${load} }`,
    'arms:',
    '  baseline: { expect: { outcome: survived } }',
    `  other: { change: ${change}, expect: { outcome: survived } }`,
  ];
  const path = join(mine, 'scenario.yaml');
  writeFileSync(path, lines.join('\n'));
  return readScenario(path, 'mine/scenario.yaml');
}

describe('files that a load names', () => {
  it('are taken from the folder of the scenario and those in it, by links too', () => {
    expect(read('script: k6/shop.js, bodyFile: order.json').arms[0]?.folder).toBe(mine);
    expect(() => read('script: in')).not.toThrow();
  });

  it.each([
    ['one that is not there', 'script: shop.js', 'load.script: "shop.js" is not there'],
    ['a folder', 'script: k6', 'load.script: "k6" is not a file'],
    [
      'a link out of the folder',
      'bodyFile: out',
      'load.bodyFile: "out" is a link that leads out of its folder',
    ],
    ['an empty body', 'bodyFile: empty', 'load.bodyFile: "empty" is empty'],
    ['a body of more than 64 MiB', 'bodyFile: huge', 'load.bodyFile: "huge" is larger than 64 MiB'],
    ['a path out of the folder', 'script: ../neighbour', 'must be a file beside the scenario'],
  ])('are refused at their place: %s', (_what, load, message) => {
    const column = 'load: { rate: 1/s, for: 1s, '.length + load.indexOf(': ') + 3;
    expect(() => read(load)).toThrow(`mine/scenario.yaml:4:${column}: `);
    expect(() => read(load)).toThrow(message);
  });

  it('are refused in the change of an arm, at their place there', () => {
    expect(() => read('maxVUs: 1', '{ load: { script: shop.js } }')).toThrow(
      'mine/scenario.yaml:7:38: load.script: "shop.js" is not there',
    );
  });
});
