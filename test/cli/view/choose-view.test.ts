import { describe, expect, it } from 'vitest';
import { chooseView, type ViewName, type ViewOptions } from '../../../harness/cli/view/choose-view.ts';

describe('chooseView', () => {
  it.each<[ViewName, ViewOptions, Record<string, string>, boolean]>([
    ['live', {}, {}, true],
    ['live', {}, { TERM: 'xterm-256color' }, true],
    ['live', {}, { CI: '' }, true],
    ['live', {}, { CI: 'false' }, true],
    ['live', {}, { NO_COLOR: '1' }, true],
    ['live', { tui: true }, {}, true],
    ['lines', {}, {}, false],
    ['lines', {}, { FORCE_COLOR: '1' }, false],
    ['lines', {}, { CI: 'true' }, true],
    ['lines', {}, { CI: '1' }, true],
    ['lines', {}, { TERM: 'dumb' }, true],
    ['lines', { tui: false }, {}, true],
    ['groups', {}, { GITHUB_ACTIONS: 'true', CI: 'true' }, false],
    ['groups', {}, { GITHUB_ACTIONS: 'true' }, true],
    ['lines', {}, { GITHUB_ACTIONS: '' }, false],
    ['none', { quiet: true }, {}, true],
    ['none', { quiet: true }, { GITHUB_ACTIONS: 'true' }, false],
  ])('shows %s with %j, %j and a terminal: %j', (view, options, env, isTTY) => {
    expect(chooseView(options, env, isTTY)).toBe(view);
  });
});
