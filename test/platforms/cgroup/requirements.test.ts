import { describe, expect, it } from 'vitest';
import { refuseUnfitHost } from '../../../harness/platforms/cgroup/requirements.ts';

describe('refuseUnfitHost', () => {
  it.each([
    ['darwin', 0, 'this is darwin', 'Linux virtual machine'],
    ['win32', 1000, 'this is win32', 'Linux virtual machine'],
    ['linux', 1000, 'take root', 'as root'],
  ])('refuses %s with the user %d and says what to do', (operatingSystem, uid, message, hint) => {
    const refuse = () => refuseUnfitHost(operatingSystem, uid);
    expect(refuse).toThrow(message);
    expect(refuse).toThrow(expect.objectContaining({ kind: 'missing', hint: expect.stringContaining(hint) }));
  });

  it('takes Linux with root and util-linux', () => {
    expect(() => refuseUnfitHost('linux', 0)).not.toThrow();
  });
});
