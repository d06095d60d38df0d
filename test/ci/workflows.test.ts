import { accessSync, constants, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

interface Step {
  uses?: string;
  run?: string;
  with?: Record<string, unknown>;
}

interface Job {
  'timeout-minutes'?: number;
  permissions?: Record<string, string>;
  strategy?: { matrix: { node?: string[]; platform?: string[] } };
  steps: Step[];
}

interface Workflow {
  permissions?: Record<string, string>;
  concurrency?: unknown;
  jobs: Record<string, Job>;
}

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = join(root, '.github/workflows');
const names = readdirSync(folder);
const texts = new Map(names.map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
const workflows = new Map([...texts].map(([name, text]) => [name, parse(text) as Workflow]));
const jobs = [...workflows].flatMap(([file, { jobs: all }]) =>
  Object.entries(all).map(([name, job]) => ({ name: `${file} ${name}`, job })),
);
const steps = jobs.flatMap(({ job }) => job.steps);

const ownPackage = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
  engines: { node: string };
};

describe('an action that a workflow uses', () => {
  // GitHub runs what a tag says at that moment: whoever may move it runs code with the job's rights.
  const line = /uses: (?<action>[\w-]+\/[\w./-]+)@(?<commit>[0-9a-f]{40}) # (?<version>v\d+\.\d+\.\d+)$/gm;
  const pins = [...texts.values()].flatMap((text) => [...text.matchAll(line)]);

  it('is pinned to a commit, with its version beside it', () => {
    const used = steps.flatMap(({ uses }) => (uses === undefined || uses === './' ? [] : uses));
    expect(used.length).toBeGreaterThan(10);
    expect(pins.map(({ groups }) => `${groups?.['action']}@${groups?.['commit']}`).toSorted()).toEqual(
      used.toSorted(),
    );
  });

  it('is of one version everywhere', () => {
    const kinds = new Set(pins.map(({ groups }) => groups?.['action']));
    expect(new Set(pins.map(([text]) => text)).size).toBe(kinds.size);
  });
});

describe('the action of this repository', () => {
  const action = parse(readFileSync(join(root, 'action.yml'), 'utf8')) as Record<
    'inputs' | 'outputs',
    object
  >;
  const used = steps.filter(({ uses }) => uses === './');

  it('is used by a workflow, with inputs and outputs that it has', () => {
    expect(used).toHaveLength(1);
    expect(Object.keys(action.inputs)).toEqual(expect.arrayContaining(Object.keys(used[0]?.with ?? {})));
    const outputs = [...texts.values()].flatMap((text) => [
      ...text.matchAll(/steps\.\w+\.outputs\.([\w-]+)/g),
    ]);
    expect(outputs.length).toBeGreaterThan(2);
    expect(Object.keys(action.outputs)).toEqual(expect.arrayContaining(outputs.map(([, name]) => name)));
  });
});

describe('what a workflow runs', () => {
  const commands = steps.flatMap(({ run }) => run ?? []);

  it('is a script of package.json, where npm runs it', () => {
    const named = commands.flatMap((command) => [...command.matchAll(/npm (?:run (?:-\S+ )*)?([\w:]+)/g)]);
    const own = named.filter(([text, name]) => text.includes('npm run ') || name === 'test');
    expect(own.map(([, name]) => name)).toEqual(expect.arrayContaining(['check', 'repro', 'test']));
    for (const [, name] of own) expect(Object.keys(ownPackage.scripts)).toContain(name);
  });

  it('is there and can be run, where it is a file of this repository', () => {
    const files = commands.flatMap((command) => [
      ...command.matchAll(/(?:^|\s)((?:\.ci|scripts|bin)\/\S+)/g),
    ]);
    expect(files.length).toBeGreaterThan(3);
    for (const [, file = ''] of files) accessSync(join(root, file), constants.X_OK);
  });

  it('may be stopped after a time, and may read the repository and no more', () => {
    for (const { name, job } of jobs) expect(job['timeout-minutes'], name).toBeLessThanOrEqual(60);
    for (const [name, { permissions, concurrency }] of workflows) {
      expect(permissions, name).toEqual({ contents: 'read' });
      expect(concurrency, name).toBeDefined();
    }
    const withMore = jobs.filter(({ job }) => job.permissions !== undefined);
    expect(withMore.map(({ name, job }) => [name, job.permissions])).toEqual([
      ['release.yml publish', { contents: 'read', 'id-token': 'write' }],
    ]);
  });

  it('does not find the token that the code was fetched with', () => {
    const checkouts = steps.filter(({ uses }) => uses?.startsWith('actions/checkout@'));
    expect(checkouts.length).toBeGreaterThan(2);
    for (const step of checkouts) expect(step.with?.['persist-credentials']).toBe(false);
  });

  it('is tested on the oldest Node that package.json names, on 22 and on 24', () => {
    const versions = jobs.flatMap(({ job }) => (job.strategy?.matrix.node ? [job.strategy.matrix.node] : []));
    const least = `${ownPackage.engines.node.replace('>=', '')}.0`;
    expect(versions).toEqual([
      [least, '22', '24'],
      [least, '22', '24'],
    ]);
  });
});
