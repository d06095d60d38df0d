import { describe, expect, it } from 'vitest';
import { groupsView } from '../../../harness/cli/view/groups-view.ts';

function viewed() {
  let text = '';
  const view = groupsView((more) => void (text += more));
  return { view, lines: () => text.split('\n').filter(Boolean) };
}

describe('progress in the log of a GitHub job', () => {
  it('folds what an arm came to, arm by arm, though arms run side by side', () => {
    const { view, lines } = viewed();
    view.say('on cgroup');
    view.step('x/a', 'the app is up');
    view.step('x/b', 'the app is up');
    view.see({ kind: 'arm-ended', arm: 'x/b', atMs: 1, reason: 'shown' });
    view.see({ kind: 'arm-ended', arm: 'x/a', atMs: 1, reason: 'load-done' });
    view.close();
    const [said, ...groups] = lines();
    expect(said).toBe('on cgroup');
    expect(groups).toEqual([
      '::group::x/b: shown',
      expect.stringMatching(/ x\/b: the app is up$/),
      '::endgroup::',
      '::group::x/a: load-done',
      expect.stringMatching(/ x\/a: the app is up$/),
      '::endgroup::',
    ]);
  });

  it('keeps what is known of an arm that was cut short', () => {
    const { view, lines } = viewed();
    view.step('x/a', 'the app is up');
    view.close();
    view.close();
    expect(lines()[0]).toBe('::group::x/a: cut short');
    expect(lines()).toHaveLength(3);
  });
});
