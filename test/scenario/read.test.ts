import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Failure } from '../../harness/errors.ts';
import { defaultSuite, scenarioFile, scenarioNames } from '../../harness/scenario/catalog.ts';
import { readScenario } from '../../harness/scenario/read.ts';
import { appSetup, scratchSetup } from '../setup.ts';

const mebibyte = 2 ** 20;
const shownAs = 'mine/scenario.yaml';
let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'not-a-leak-test-'));
  mkdirSync(join(folder, 'mine'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function read(content: string | Buffer) {
  const path = join(folder, 'mine', 'scenario.yaml');
  writeFileSync(path, content);
  return readScenario(path, shownAs);
}

function failureOf(run: () => unknown): Failure {
  try {
    run();
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  throw new Error('It was taken as valid.');
}

/** The lines of a valid scenario; the number of a line is its index plus 1. */
const valid = [
  'title: Mine',
  'story: What happens here.',
  'app: { mode: spool, retention: 3s }',
  'memory: 128Mi',
  'scratch: { medium: memory }',
  'load: { rate: 200/s, body: 256Ki, for: 5s }',
  'arms:',
  '  baseline:',
  '    expect: { outcome: oom-killed, cause: tmpfs }',
  '  fix:',
  '    change: { app: { retention: 1s } }',
  '    expect: { outcome: survived }',
];

/** The valid scenario with some of its lines, by number, replaced. */
function withLines(lines: Record<number, string>): string {
  return valid.map((line, index) => lines[index + 1] ?? line).join('\n');
}

describe('the scenarios that come with the tool', () => {
  it.each(scenarioNames())('%s is valid and has a baseline first', (name) => {
    const { path } = scenarioFile(name, folder);
    const scenario = readScenario(path);
    expect(scenario.name).toBe(name);
    expect(scenario.arms[0]?.id).toBe(`${name}/baseline`);
  });

  it('include all those of the default suite', () => {
    expect(scenarioNames()).toEqual(expect.arrayContaining(defaultSuite));
  });
});

describe('readScenario', () => {
  it('fills in units and defaults', () => {
    const scenario = read(valid.join('\n'));
    expect(scenario).toMatchObject({ name: 'mine', title: 'Mine', file: shownAs });
    expect(scenario.arms[0]?.setup).toEqual({
      app: appSetup({ retention: 3000 }),
      memory: 128 * mebibyte,
      scratch: scratchSetup(),
      load: { rate: 200, body: 256 * 1024, for: 5000, ramp: 0, maxVUs: 200 },
    });
  });

  it('makes an arm of the baseline with the change merged key by key', () => {
    const [baseline, fix] = read(
      withLines({ 11: '    change: { app: { retention: never }, memory: 192Mi }' }),
    ).arms;
    expect(fix?.id).toBe('mine/fix');
    expect(fix?.setup).toEqual({
      ...baseline?.setup,
      app: { ...baseline?.setup.app, retention: null },
      memory: 192 * mebibyte,
    });
    expect(fix?.expect).toEqual({ outcome: 'survived' });
  });

  it('lists the baseline first, wherever it stands', () => {
    const content = [...valid.slice(0, 7), ...valid.slice(9), ...valid.slice(7, 9)].join('\n');
    expect(read(content).arms.map(({ name }) => name)).toEqual(['baseline', 'fix']);
  });

  it('locates a value in the change where it stands there, else in the baseline', () => {
    const [baseline, fix] = read(valid.join('\n')).arms;
    expect(baseline?.locate(['app', 'retention'])).toBe(`${shownAs}:3:32`);
    expect(fix?.locate(['app', 'retention'])).toBe(`${shownAs}:11:33`);
    expect(fix?.locate(['memory'])).toBe(`${shownAs}:4:9`);
  });

  it('says where each expectation of an arm stands', () => {
    const [baseline, fix] = read(valid.join('\n')).arms;
    expect(baseline?.expectedAt).toEqual({ outcome: `${shownAs}:9:24`, cause: `${shownAs}:9:43` });
    expect(fix?.expectedAt).toEqual({ outcome: `${shownAs}:12:24` });
  });

  it.each<[string, string, string]>([
    [
      'an unknown key',
      withLines({ 3: 'app: { mode: spool, retension: 3s }' }),
      '3:21: unknown key "retension" in app',
    ],
    ['an unknown key at the top', `${valid.join('\n')}\nmemroy: 1Mi`, '13:1: unknown key "memroy"'],
    ['a wrong unit', withLines({ 4: 'memory: 128 megs' }), '4:9: memory: must be a size'],
    [
      'a size without a unit that is too small',
      withLines({ 4: 'memory: 128' }),
      '4:9: memory: is out of range',
    ],
    [
      'a rate without a unit',
      withLines({ 6: 'load: { rate: 200, body: 1Ki, for: 5s }' }),
      '6:15: load.rate: must be a rate',
    ],
    [
      'a value of the wrong choice',
      withLines({ 5: 'scratch: { medium: floppy }' }),
      '5:20: scratch.medium: must be memory, shm, disk, pvc, container-fs',
    ],
    ['a list for a size', withLines({ 4: 'memory: [1Mi]' }), '4:9: memory: must be a size'],
    [
      'a number out of range',
      withLines({ 6: 'load: { rate: 1/s, body: 1Ki, for: 5s, maxVUs: 0 }' }),
      '6:48: load.maxVUs: Too small',
    ],
    [
      'a list for a mapping',
      withLines({ 3: 'app: []' }),
      '3:6: app: must have one of mode (the sample app), command',
    ],
    ['a missing size', withLines({ 4: '# no memory' }), '1:1: memory: is missing'],
    ['a missing key', withLines({ 1: '# no title' }), '2:1: title: is missing'],
    ['an empty title', withLines({ 1: 'title: "  "' }), '1:8: title: must not be empty'],
    ['a missing baseline', withLines({ 8: '  base:' }), '8:3: arms.baseline: is missing'],
    ['a name of an arm with blanks', withLines({ 10: '  my fix:' }), '10:3: "my fix" is not a valid name'],
    [
      'a baseline with a change',
      withLines({ 9: '    change: { memory: 1Mi }\n    expect: { outcome: survived }' }),
      '9:13: arms.baseline.change: the baseline is what stands above',
    ],
    [
      'an unknown key inside a change',
      withLines({ 11: '    change: { app: { retension: 1s } }' }),
      '11:22: arms.fix.change: unknown key "retension" in app',
    ],
    [
      'an unknown key at the top of a change',
      withLines({ 11: '    change: { memroy: 1Mi }' }),
      '11:15: arms.fix.change: unknown key "memroy"',
    ],
    [
      'a wrong unit inside a change',
      withLines({ 11: '    change: { memory: 1x }' }),
      '11:23: arms.fix.change.memory: must be a size',
    ],
    [
      'a wrong unit inside the change of an arm whose name begins with "unknown"',
      withLines({ 10: '  unknown-size:', 11: '    change: { memory: 1x }' }),
      '11:23: arms.unknown-size.change.memory: must be a size',
    ],
    [
      'later-than an arm that is not there',
      withLines({ 12: '    expect: { outcome: oom-killed, later-than: nobody }' }),
      '12:48: arms.fix.expect.later-than: "nobody" is no other arm',
    ],
    [
      'later-than itself',
      withLines({ 12: '    expect: { outcome: oom-killed, later-than: fix }' }),
      '12:48: arms.fix.expect.later-than: "fix" is no other arm',
    ],
    [
      'a cause of an arm that survives',
      withLines({ 12: '    expect: { outcome: survived, cause: heap }' }),
      '12:41: arms.fix.expect.cause: an arm that survives has none',
    ],
    [
      'uploads for an app that only reads',
      withLines({ 3: 'app: { mode: read }', 10: '  other:', 11: '    change: { app: { mode: spool } }' }),
      '6:28: load.body: a "read" app takes no uploads',
    ],
    [
      'no uploads for an app that takes them',
      withLines({ 6: 'load: { rate: 200/s, for: 5s }' }),
      '6:7: load.body: is missing',
    ],
    [
      'a limit of size on a disk',
      withLines({ 5: 'scratch: { medium: disk, sizeLimit: 1Mi }' }),
      '5:37: scratch.sizeLimit: only a memory-backed volume',
    ],
    ['a flow map that is not closed', withLines({ 3: 'app: { mode: spool' }), '4:1: '],
    ['a tab as indentation', withLines({ 9: '\texpect: { outcome: survived }' }), '9:1: '],
    ['a duplicate key', withLines({ 2: 'title: Again' }), '2:1: Map keys must be unique'],
    ['a NUL byte', withLines({ 2: 'story: a\0b' }), '2:9: a NUL byte'],
    ['a list', '- title: Mine\n', '1:1: must be a mapping'],
    ['a scalar', 'title', '1:1: must be a mapping'],
    ['an empty file', '', '1:1: must be a mapping'],
    ['an alias without an anchor', withLines({ 1: 'title: *nope' }), '1:'],
  ])('refuses %s and tells where it stands', (_what, content, problem) => {
    const failure = failureOf(() => read(content));
    expect(failure.kind).toBe('usage');
    expect(failure.message.split('\n')).toContainEqual(expect.stringContaining(`${shownAs}:${problem}`));
  });

  it('refuses bytes that are not UTF-8', () => {
    const failure = failureOf(() => read(Buffer.from([0x74, 0x3a, 0x20, 0xff, 0xfe, 0x0a])));
    expect(failure.kind).toBe('usage');
    expect(failure.message).toBe(`${shownAs}:1:1: is not UTF-8 text`);
  });

  it('takes a file of 64 KiB and refuses one that is a byte larger', () => {
    const text = `${valid.join('\n')}\n#`;
    const full = text.padEnd(64 * 1024, '.');
    expect(read(full).arms).toHaveLength(2);
    const failure = failureOf(() => read(`${full}.`));
    expect(failure.kind).toBe('usage');
    expect(failure.message).toContain(`${shownAs}:1:1: is larger than 64 KiB`);
  });

  it('refuses a small file whose aliases blow it up', () => {
    const bomb = ['a0: &a0 [x, x, x, x, x, x, x, x, x]'];
    for (let level = 1; level < 9; level++) {
      bomb.push(`a${level}: &a${level} [${Array.from({ length: 9 }, () => `*a${level - 1}`).join(', ')}]`);
    }
    const failure = failureOf(() => read(bomb.join('\n')));
    expect(failure.kind).toBe('usage');
    expect(failure.message).toMatch(/^mine\/scenario\.yaml:1:1: .*alias/i);
  });

  it('takes an alias that is used once', () => {
    const scenario = read(
      withLines({ 4: 'memory: &size 128Mi', 11: '    change: { app: { retention: 1s }, memory: *size }' }),
    );
    expect(scenario.arms[1]?.setup.memory).toBe(128 * mebibyte);
  });

  it.each([
    ['a file that is not there', 'nowhere/scenario.yaml', 'ENOENT'],
    ['a folder', 'mine', 'it is not a file'],
  ])('refuses %s', (_what, path, code) => {
    const failure = failureOf(() => readScenario(join(folder, path), 'shown'));
    expect(failure.kind).toBe('usage');
    expect(failure.message).toContain("shown:1:1: can't be read: ");
    expect(failure.message).toContain(code);
  });

  it('lists all problems at once and counts them', () => {
    const failure = failureOf(() =>
      read(
        withLines({
          3: 'app: { mode: spool, retension: 3s }',
          4: 'memory: 128 megs',
          6: 'load: { rate: 200, body: 256Ki, for: 5 }',
          11: '    change: { scratch: { medium: tape } }',
        }),
      ),
    );
    const places = failure.message
      .split('\n')
      .map((line) => /^mine\/scenario\.yaml:(\d+:\d+): /.exec(line)?.[1]);
    expect(places).toHaveLength(5);
    expect(new Set(places)).toEqual(new Set(['3:21', '4:9', '6:15', '6:38', '11:34']));
    expect(failure.hint).toContain('5 problems');
  });

  it('tells a contradiction of the baseline once, not once more for each arm', () => {
    const failure = failureOf(() =>
      read(withLines({ 6: 'load: { rate: 200/s, body: 1Ki, for: 5s, ramp: 6s }' })),
    );
    expect(failure.message).toBe(`${shownAs}:6:48: load.ramp: is longer than load.for`);
  });
});
