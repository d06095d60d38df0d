import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { diagnosePasted } from '../../../harness/diagnose/pasted/diagnose-pasted.ts';
import { pages } from './expected-pages.ts';
import { diagnosis, type Diagnosis, type PastKill } from '../../../harness/verdict/diagnose/findings.ts';

const folder = new URL('fixtures/', import.meta.url);
const mebibyte = 2 ** 20;

function diagnoseFixture(name: string): Diagnosis {
  return diagnosePasted(readFileSync(new URL(`${name}.txt`, folder), 'utf8'));
}

/** Without the reasons, which may have other words. */
function killsIn(text: string): PastKill[] {
  return diagnosePasted(text).kills.map((kill) => ({ ...kill, causeReason: '', from: '' }));
}

describe('pasted evidence', () => {
  it('has an expectation for each page that is kept', () => {
    const kept = readdirSync(folder).map((file) => file.replace(/\.txt$/, ''));
    expect(kept.toSorted()).toEqual(Object.keys(pages).toSorted());
  });

  it.each(Object.entries(pages))('is judged right, or "can’t tell": %s', (name, expected) => {
    const found = diagnoseFixture(name);
    expect(found.cause).toBe(expected.cause);
    if (expected.reason !== undefined) expect(found.causeReason).toContain(expected.reason);
    if (expected.limitMiB !== undefined)
      expect(found.limitBytes && found.limitBytes / mebibyte).toBe(expected.limitMiB);
    const kills = found.kills.map(({ victim, isOwnLimit, cause }) => ({
      victim: victim?.name,
      isOwnLimit,
      cause,
    }));
    expect(kills).toEqual((expected.kills ?? []).map((kill) => ({ victim: undefined, ...kill })));
    if (expected.findings !== undefined) expect(found.findings.join(' ')).toContain(expected.findings);
    expect(diagnosis.safeParse(found).error).toBeUndefined();
  });

  it.each<[string, (text: string) => string]>([
    ['with lines of Windows', (text) => text.replaceAll('\n', '\r\n')],
    ['quoted in a mail', (text) => text.replaceAll(/^/gm, '> ')],
    ['indented', (text) => text.replaceAll(/^/gm, '    ')],
    ['in colours', (text) => text.replaceAll(/^(\[[^\]]*\])/gm, '\u001b[32m$1\u001b[0m')],
    ['without what a log puts in front', (text) => text.replaceAll(/^(?:.*? kernel: |\[ *[\d.]+\] )/gm, '')],
    ['broken at 80 columns', (text) => text.replaceAll(/.{80}(?=.)/g, '$&\n')],
    ['broken at 132 columns', (text) => text.replaceAll(/.{132}(?=.)/g, '$&\n')],
    ['broken at blanks', (text) => text.replaceAll(/(?=.{121}).{1,120} /g, (part) => `${part.trimEnd()}\n`)],
  ])('of the kernel is read as well %s', (_, change) => {
    const ofKernel = Object.keys(pages).filter(
      (name) => /^[a-z0-9]+-\d/.test(name) && !name.includes('wrapped'),
    );
    for (const name of ofKernel) {
      const text = readFileSync(new URL(`${name}.txt`, folder), 'utf8');
      expect(killsIn(change(text)), name).toEqual(killsIn(text));
    }
  });

  it('names its pod, and what Kubernetes said of its ends', () => {
    expect(diagnoseFixture('described-pod-oomkilled')).toMatchObject({
      target: { kind: 'paste', name: 'pod/uploader-7c9f6d5b8-x2x9k', namespace: 'shop', container: 'app' },
      via: 'what was pasted',
      reported: ['OOMKilled 137'],
      livesMs: [12_000],
    });
  });

  it('foretells nothing from one moment, and a death from two with times', () => {
    expect(diagnoseFixture('memory-stat-v2-anonymous')).toMatchObject({ outlook: 'unknown', diesInMs: null });
    const { outlook, diesInMs, growth } = diagnoseFixture('memory-stat-twice-growing-with-df');
    expect(outlook).toBe('dies');
    expect(growth['shmem']).toBe(mebibyte);
    // 46 MiB are left, at 1 MiB a second.
    expect(diesInMs?.likely).toBeGreaterThan(40_000);
    expect(diesInMs?.likely).toBeLessThan(50_000);
  });

  it('says which metrics mislead', () => {
    const { findings } = diagnoseFixture('cadvisor-page');
    expect(findings.find((line) => line.startsWith('shop/cache-0/nginx'))).toContain(
      'an alert on usage and working set is a false one',
    );
  });

  it('calls clean cache no cause', () => {
    const { isNot } = diagnoseFixture('memory-stat-v2-clean-cache');
    expect(isNot).toEqual(['page cache: 110 MiB of it is clean, which is dropped when needed']);
  });

  it('is told once if it was pasted twice, from dmesg and the journal', () => {
    const text = readFileSync(new URL('cos-6.6-containerd-node.txt', folder), 'utf8');
    const dmesg = text.replaceAll(/^.*? kernel: /gm, '[ 1234.567890] ');
    expect(diagnosePasted(`${text}\n${dmesg}`).kills).toHaveLength(1);
  });

  it('leaves out the kills of other pods', () => {
    const gvisor = readFileSync(new URL('gke-gvisor-pod-yaml.txt', folder), 'utf8');
    const other = readFileSync(new URL('cos-6.6-containerd-node.txt', folder), 'utf8');
    const { kills, findings } = diagnosePasted(`${gvisor}\n${other}`);
    expect(kills.map(({ victim }) => victim?.name)).toEqual(['exe']);
    expect(findings.join(' ')).toContain('Kills of other pods in the paste were left out: 1.');
  });

  it('is nothing but a paste without evidence', () => {
    const found = diagnosePasted('hello\nworld');
    expect(found).toMatchObject({ cause: null, kills: [], outlook: 'unknown', limitBytes: null });
    expect(found.findings[0]).toContain('Nothing in the paste is evidence');
  });
});
