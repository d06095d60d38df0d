import { describe, expect, it } from 'vitest';
import type { Draft } from '../../harness/init/draft.ts';
import { loadOf } from '../../harness/init/load.ts';
import type { LoadRequest } from '../../harness/init/request.ts';

const draft: Draft = {
  what: 'api',
  source: 'a test',
  app: {},
  limit: null,
  limited: 'A test',
  volumes: [{ name: 'uploads', at: '/data', sizeBytes: null }],
  patched: null,
  listens: true,
  ends: false,
  files: [],
  took: [],
  left: [],
};
const of = (given: LoadRequest, change: Partial<Draft> = {}, limitMebibytes = 128) =>
  loadOf({ ...draft, ...change }, { words: ['api'], load: given }, limitMebibytes * 2 ** 20);

describe('the load that init writes', () => {
  it('uploads three times the limit', () => {
    expect(of({}).value).toEqual({ method: 'POST', path: '/', body: '256Ki', rate: '78/s', for: '20s' });
    expect(of({}).halfRate).toBe('39/s');
    expect(of({ body: '1Mi', for: '10s' }).value).toMatchObject({ rate: '40/s', for: '10s' });
  });

  it('takes longer where that would be more than a small host can send', () => {
    expect(of({}, {}, 2048).value).toMatchObject({ rate: '256/s', for: '96s' });
  });

  it('is what the user says', () => {
    const given = { rate: '90/m', method: 'PUT', path: '/{n}', body: '1Ki', for: '5s' };
    expect(of(given)).toMatchObject({ value: given, halfRate: '45/m' });
    expect(of(given).comment[0]).not.toContain('EDIT');
  });

  it('has no body where the method takes none, or nothing shows that the app takes uploads', () => {
    expect(of({ method: 'GET' }).value).toEqual({ method: 'GET', path: '/', rate: '50/s', for: '20s' });
    expect(of({}, { volumes: [] }).value).not.toHaveProperty('body');
  });

  it('is none for an app that does not listen, unless requests are asked for', () => {
    const none = of({}, { listens: false });
    expect(none).toMatchObject({ value: { none: '60s', delivered: { exit: 0 } }, halfRate: null });
    expect(none.comment.join()).toContain('EDIT');
    expect(of({ rate: '5/s' }, { listens: false }).value).toMatchObject({ rate: '5/s' });
  });

  it('is delivered by the end of an app that ends', () => {
    const { value, comment } = of({ for: '5m' }, { listens: false, ends: true });
    expect(value).toEqual({ none: '5m', delivered: { exit: 0 } });
    expect(comment.join()).not.toContain('EDIT');
  });

  it('is the program that the user names beside the app', () => {
    const request = { words: ['api'], command: ['wrk', '{url}'], load: { for: '30s' } };
    const { value, halfRate } = loadOf(draft, request, 2 ** 27);
    expect(value).toEqual({ command: ['wrk', '{url}'], for: '30s', delivered: { exit: 0 } });
    expect(halfRate).toBeNull();
  });

  it('is not halved below the least rate of a scenario', () => {
    expect(of({ rate: '1/m' }).halfRate).toBeNull();
  });
});
