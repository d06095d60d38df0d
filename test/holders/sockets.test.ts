import { describe, expect, it } from 'vitest';
import { sumUnread } from '../../harness/holders/unix-sockets.ts';
import { parseSegments } from '../../harness/holders/sysv.ts';

const ss = `u_str ESTAB 180224 0      * 56 * 55 skmem:(r0,rb212992,t0,tb212992,f0,w0,o0,bl0,d0)
u_str ESTAB 0      214016 * 57 * 58 skmem:(r0,rb212992,t214016,tb212992,f0,w0,o0,bl0,d0)
u_dgr ESTAB 0      219648 /run/a b.sock 63 * 64 skmem:(r0,rb212992,t219648,tb212992,f0,w0,o0,bl0,d0)
u_str LISTEN 128   0      /run/x.sock 70 * 0 skmem:(r0,rb212992,t0,tb212992,f0,w0,o0,bl0,d0)
`;

describe('unread data of AF_UNIX sockets', () => {
  it('is what their senders are charged for it', () => {
    expect(sumUnread(ss, new Set([56, 57, 63]))).toBe(214016 + 219648);
  });

  it('is what waits where the senders are closed or others', () => {
    expect(sumUnread(ss, new Set([56]))).toBe(180224);
  });

  it("is not that of others' sockets, nor a queue of connections", () => {
    expect(sumUnread(ss, new Set([70, 99]))).toBe(0);
  });
});

describe('System V segments', () => {
  it('hold what is resident, not what they are long', () => {
    const text =
      '       key      shmid perms       size  cpid rss  swap\n 0 1 600 4096000 7 8192 0\n 0 2 600 4096 8 0 0\n';
    expect(parseSegments(text)).toEqual([{ bytes: 8192, creatorPid: 7 }]);
    expect(parseSegments(text.split('\n')[0] ?? '')).toEqual([]);
    expect(parseSegments('')).toEqual([]);
  });
});
