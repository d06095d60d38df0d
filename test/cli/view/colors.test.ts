import { describe, expect, it } from 'vitest';
import { wantsColor, type ColorChoice } from '../../../harness/cli/view/colors.ts';

describe('wantsColor', () => {
  it.each<[ColorChoice, Record<string, string>, boolean, boolean]>([
    ['auto', {}, true, true],
    ['auto', {}, false, false],
    ['auto', { TERM: 'dumb' }, true, false],
    ['auto', { TERM: 'xterm' }, true, true],
    ['auto', { TERM: 'xterm' }, false, false],
    ['auto', { NO_COLOR: '1' }, true, false],
    ['auto', { NO_COLOR: '0' }, true, false],
    ['auto', { NO_COLOR: '' }, true, true],
    ['auto', { FORCE_COLOR: '1' }, false, true],
    ['auto', { FORCE_COLOR: '' }, false, true],
    ['auto', { FORCE_COLOR: '0' }, true, false],
    ['auto', { FORCE_COLOR: 'false' }, true, false],
    ['auto', { FORCE_COLOR: '1', TERM: 'dumb' }, false, true],
    ['auto', { FORCE_COLOR: '1', NO_COLOR: '1' }, true, false],
    ['always', {}, false, true],
    ['always', { NO_COLOR: '1' }, false, true],
    ['always', { FORCE_COLOR: '0', TERM: 'dumb' }, false, true],
    ['never', {}, true, false],
    ['never', { FORCE_COLOR: '1' }, true, false],
  ])('with --color=%s, %j and a terminal: %j is %j', (choice, env, isTTY, expected) => {
    expect(wantsColor(choice, env, { isTTY })).toBe(expected);
  });
});
