import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { licencesOf } from '../../../scripts/build/licences.mjs';
import { temporaryFolder } from '../../cli.ts';

const folder = temporaryFolder();
afterAll(folder.remove);

let count = 0;

/** A folder with these files, and the metafile of a bundle that took so many bytes of each input. */
function licences(files: Record<string, string>, bytesOf: Record<string, number>): string {
  const root = join(folder.path, String(count++));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const inputs = Object.entries(bytesOf).map(([path, bytesInOutput]) => [path, { bytesInOutput }]);
  return licencesOf({ outputs: { 'dist/a.js': { inputs: Object.fromEntries(inputs) } } }, root);
}

const manifest = (name: string, license: unknown = 'MIT') =>
  JSON.stringify({ name, version: '1.2.3', license });

describe('the licences of what was bundled', () => {
  it('are those of packages that left a byte in the output, by name and version, and of no others', () => {
    const text = licences(
      {
        'node_modules/a/package.json': manifest('a'),
        'node_modules/a/LICENSE': 'you may use a',
        'node_modules/a/node_modules/@b/c/package.json': manifest('@b/c', 'ISC'),
        'node_modules/a/node_modules/@b/c/licence.md': 'you may use c',
        'node_modules/unused/package.json': manifest('unused', 'GPL-3.0-only'),
      },
      {
        'harness/cli/main.ts': 10,
        'node_modules/a/lib/index.js': 10,
        'node_modules/a/node_modules/@b/c/index.js': 1,
        'node_modules/unused/index.js': 0,
      },
    );
    expect(text).toContain('a 1.2.3 (MIT)\n\nyou may use a\n');
    expect(text).toContain('@b/c 1.2.3 (ISC)\n\nyou may use c\n');
    expect(text).not.toContain('unused');
    expect(text).not.toContain('harness');
  });

  it('are written once for packages that have the same text', () => {
    const text = licences(
      {
        'node_modules/b/package.json': manifest('b'),
        'node_modules/b/LICENSE': 'the same\r\ntext\r\n',
        'node_modules/a/package.json': manifest('a'),
        'node_modules/a/LICENSE': 'the same\ntext',
      },
      { 'node_modules/b/index.js': 1, 'node_modules/a/index.js': 1 },
    );
    expect(text).toContain('a 1.2.3 (MIT)\nb 1.2.3 (MIT)\n\nthe same\ntext\n');
  });

  it('go with the NOTICE that Apache-2.0 wants kept', () => {
    const text = licences(
      {
        'node_modules/a/package.json': manifest('a', 'Apache-2.0'),
        'node_modules/a/LICENSE': 'you may use a',
        'node_modules/a/NOTICE': 'a was made by A',
      },
      { '(disabled):node_modules/a/index.js': 1 },
    );
    expect(text).toContain('you may use a\n\na was made by A\n');
  });

  it('are taken from a README that holds the text, up to the next heading', () => {
    const readme = '# a\n## License\n(MIT)\n\nPermission is hereby granted\n\nto all\n## Thanks\nto b\n';
    const files = { 'node_modules/a/package.json': manifest('a'), 'node_modules/a/README.md': readme };
    const text = licences(files, { 'node_modules/a/index.js': 1 });
    expect(text).toMatch(/\(MIT\)\n\nPermission is hereby granted\n\nto all\n$/);
  });

  it('are told of a package that names its licence as npm once wanted it', () => {
    const old = { name: 'a', version: '1.0.0', licenses: [{ type: 'MIT' }, { type: 'GPL-2.0' }] };
    const files = { 'node_modules/a/package.json': JSON.stringify(old), 'node_modules/a/COPYING': 'text' };
    expect(licences(files, { 'node_modules/a/index.js': 1 })).toContain('a 1.0.0 (MIT OR GPL-2.0)\n\ntext');
  });
});

describe('a package that may not be bundled', () => {
  it.each(['GPL-3.0-only', 'MIT AND GPL-2.0', '(MIT OR GPL-2.0) AND GPL-2.0', 'SEE LICENSE IN X', undefined])(
    'is refused by name for a licence that is not known to be permissive: %s',
    (license) => {
      const files = {
        'node_modules/a/package.json': JSON.stringify({ name: 'a', version: '1.0.0', license }),
        'node_modules/a/LICENSE': 'text',
      };
      expect(() => licences(files, { 'node_modules/a/index.js': 1 })).toThrow(/a 1\.0\.0 .*not known/);
    },
  );

  it('is refused without a text of its licence, and all such packages are named at once', () => {
    const files = {
      'node_modules/a/package.json': manifest('a'),
      'node_modules/a/README.md': '# a\n## License\nMIT\n',
      'node_modules/b/package.json': manifest('b'),
    };
    const bytes = { 'node_modules/a/index.js': 1, 'node_modules/b/index.js': 1 };
    expect(() => licences(files, bytes)).toThrow(/a 1\.2\.3 .*no text[^]*b 1\.2\.3 .*no text/);
  });
});
