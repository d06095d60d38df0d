import { describe, expect, it } from 'vitest';
import { interpolate } from '../../../harness/init/compose/interpolate.ts';
import { composeBytes, containerPort, splitWords, tmpfsOf } from '../../../harness/init/compose/values.ts';

describe('values of a compose file', () => {
  it.each([
    ['512m', 512 * 2 ** 20],
    ['1.5gb', 1.5 * 2 ** 30],
    ['2048k', 2 ** 21],
    [4096, 4096],
    ['0', null],
    ['much', null],
  ])('has the size %s', (written, bytes) => expect(composeBytes(written)).toBe(bytes));

  it.each([
    ['8080:80', 80],
    ['127.0.0.1:8080:80/tcp', 80],
    ['[::1]:8080:80', 80],
    ['3000-3005', 3000],
    [80, 80],
    ['53:53/udp', null],
    ['x', null],
  ])('has the port of %s', (written, port) => expect(containerPort(written)).toBe(port));

  it.each([
    ['node app.js --x "a b"', ['node', 'app.js', '--x', 'a b']],
    [String.raw`sh -c 'echo "$A"' a\ b`, ['sh', '-c', 'echo "$A"', 'a b']],
    ['--name="x y"z', ['--name=x yz']],
    ['', []],
  ])('splits %s as a shell', (line, words) => expect(splitWords(line)).toEqual(words));

  it('reads the size of a tmpfs', () => {
    expect(tmpfsOf('/tmp:mode=1777,size=64m')).toEqual({ at: '/tmp', sizeBytes: 64 * 2 ** 20 });
    expect(tmpfsOf('/run')).toEqual({ at: '/run', sizeBytes: null });
  });

  it('fills variables in, and tells which of them are not in the file', () => {
    const env = { TAG: '2', EMPTY: '' };
    const of = (text: string) => interpolate(text, env);
    expect(of('a:${TAG:-1}')).toEqual({ text: 'a:2', outside: ['TAG'] });
    expect(of('${REGISTRY:-docker.io}/a:$TAG')).toEqual({ text: 'docker.io/a:2', outside: ['TAG'] });
    expect(of('${EMPTY:-full}${EMPTY-}$$x${TAG:+y}')).toEqual({ text: 'full$xy', outside: ['EMPTY'] });
    expect(of('${ABSENT}')).toEqual({ text: '', outside: ['ABSENT'] });
  });
});
