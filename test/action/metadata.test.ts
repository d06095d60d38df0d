import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { root } from '../cli.ts';

interface Action {
  inputs: Record<string, { description: string; default: string }>;
  outputs: Record<string, { description: string }>;
  runs: Record<string, string>;
}

const text = readFileSync(join(root, 'action.yml'), 'utf8');
const action = parse(text) as Action;
const codeOf = (file: string) => readFileSync(join(root, 'action', file), 'utf8');

describe('action.yml', () => {
  // https://docs.github.com/actions/reference/workflows-and-actions/metadata-syntax
  it('names files that are there, for a Node that GitHub runs', () => {
    expect(action.runs).toEqual({ using: 'node24', main: 'action/main.mjs', post: 'action/post.mjs' });
    for (const file of [action.runs['main'], action.runs['post']])
      expect(existsSync(join(root, file ?? ''))).toBe(true);
  });

  it('has each input that is read, and no other', () => {
    const read = [...codeOf('inputs.mjs').matchAll(/input\('(\w+)'\)/g)].map(([, name]) => name);
    expect([...new Set(read)].map(String).toSorted()).toEqual(Object.keys(action.inputs).toSorted());
  });

  it('has each output that is told, and no other', () => {
    const [, told = ''] = /GITHUB_OUTPUT'\], \{ (.+?) \}/.exec(codeOf('main.mjs')) ?? [];
    const names = told.split(', ').map((entry) => entry.split(':')[0]?.replaceAll("'", ''));
    expect(names.map(String).toSorted()).toEqual(Object.keys(action.outputs).toSorted());
  });

  it('says what each is in one line', () => {
    for (const { description } of [...Object.values(action.inputs), ...Object.values(action.outputs)])
      expect(description).toMatch(/^[A-Z][^\n]{20,110}$/);
  });
});

describe('what the action runs before anything is installed', () => {
  it('imports nothing but Node and itself', () => {
    const files = ['main', 'post', 'github', 'inputs', 'keeper', 'outcome', 'root', 'split-words', 'tool'];
    const imports = files.flatMap((file) => [...codeOf(`${file}.mjs`).matchAll(/^import .* from '(.+)'/gm)]);
    expect(imports.length).toBeGreaterThan(10);
    for (const [, from] of imports) expect(from).toMatch(/^(node:|\.\/)/);
  });
});
