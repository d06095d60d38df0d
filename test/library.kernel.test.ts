import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { ownPlaces, temporaryFolder } from './cli.ts';
import { lacksRoot } from './skip.ts';
import { expectKill, killedByTmpfs, replay } from './cli/scripted.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = temporaryFolder();
afterAll(folder.remove);

/** The blocks of code on the page of the library. */
const page = readFileSync(join(root, 'docs/library.md'), 'utf8');
const pageExamples = [...page.matchAll(/^ {4}import .*\n(?: {4}.*\n|\n(?= {4}))*/gm)].map(([block]) =>
  block.replaceAll(/^ {4}/gm, ''),
);

/** Runs a script that imports the built library; gives what it wrote, and nothing of stderr. */
async function runScript(name: string, lines: string[], env: Record<string, string> = {}): Promise<string> {
  const file = join(folder.path, `${name}.mjs`);
  const library = JSON.stringify(join(root, 'dist/index.mjs'));
  writeFileSync(file, [`import * as library from ${library};`, ...lines].join('\n'));
  const options = { cwd: folder.path, env: { ...process.env, ...ownPlaces, ...env } };
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [file], options);
  expect(stderr).toBe('');
  return stdout;
}

describe('the library', () => {
  it('runs a scenario, judges and renders it, and prints nothing itself', async () => {
    const { out } = await replay('killed', { baseline: expectKill }, { baseline: killedByTmpfs });
    const env = { REPRO_SCRIPT: join(out, '../script.json') };
    const lines = [
      `const scenario = library.loadScenario(${JSON.stringify(join(out, '..'))});`,
      "const { findings, folder, error } = await library.run([scenario], { on: 'scripted', out: 'results' });",
      'const recording = await library.readRecording(folder);',
      'const again = library.judge(recording);',
      "const formats = ['text', 'markdown', 'json', 'junit', 'html'];",
      'const sizes = formats.map((format) => library.render(format, again, recording).length > 100);',
      'console.log(JSON.stringify([findings.verdict, again.verdict, error, sizes]));',
    ];
    expect(JSON.parse(await runScript('run', lines, env))).toEqual([
      'REPRODUCED',
      'REPRODUCED',
      null,
      Array.from({ length: 5 }, () => true),
    ]);
    expect(readdirSync(join(folder.path, 'results')).toSorted()).toEqual(
      expect.arrayContaining(['junit.xml', 'recording.ndjson', 'report.html', 'result.json', 'result.md']),
    );
  });

  it.skipIf(lacksRoot())('runs a command whose output is all that comes', async () => {
    const lines = [
      "const command = ['sh', '-c', 'echo from the command'];",
      "const { findings, error } = await library.exec(command, { limitBytes: 64 * 2 ** 20, out: 'command' });",
      "console.log(findings.outcome, findings.exitCode, error, process.env['NOT_A_LEAK_RUN']);",
    ];
    expect(await runScript('exec', lines)).toBe('from the command\nexited 0 null undefined\n');
  });

  it('throws what is wrong as a Failure with its kind', async () => {
    const lines = [
      "try { library.loadScenario('no-such-scenario'); }",
      'catch (error) { console.log(error instanceof library.Failure, error.kind); }',
      "await library.run([], { out: '/proc/x' }).catch((error) => console.log(error.kind));",
    ];
    expect(await runScript('failure', lines)).toBe('true usage\nusage\n');
  });

  it('has examples in its docstrings and on its page that compile', async () => {
    const sources = [
      'index',
      'exec/exec',
      'report/render',
      'run/run',
      'scenario/load-suite',
      'verdict/judge-recording',
    ];
    const examples = sources.map((name) =>
      exampleIn(readFileSync(join(root, 'harness', `${name}.ts`), 'utf8')),
    );
    const names = ['exec', 'judge', 'loadScenario', 'readRecording', 'render', 'run'];
    const whole = examples.map((example) => {
      const used = names.filter((name) => new RegExp(`\\b${name}\\(`).test(example));
      return `import { ${used.join(', ')} } from 'not-a-leak';\n${example}`;
    });
    expect(pageExamples.length).toBeGreaterThan(5);
    expect(await compilerOn([...whole, ...pageExamples])).toBe('');
  });

  it.each([
    ['judge(', 'REPRODUCED'],
    ['.arms', 'baseline 134217728 bytes'],
    ['Failure', ''],
  ])('has an example of %s on its page that does what it says', async (word, said) => {
    const { out } = await replay('latest', { baseline: expectKill }, { baseline: killedByTmpfs });
    mkdirSync(join(folder.path, 'repro-out'), { recursive: true });
    cpSync(out, join(folder.path, 'repro-out/latest'), { recursive: true });
    const example = pageExamples.find((one) => one.includes(word)) ?? '';
    const file = join(folder.path, 'example.mjs');
    writeFileSync(file, example.replace("'not-a-leak'", JSON.stringify(join(root, 'dist/index.mjs'))));
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [file], { cwd: folder.path });
    expect(stdout).toContain(said);
    expect(stderr).toMatch(word === 'Failure' ? /^usage .*my-scenario\.yaml/ : /^$/);
  });
});

/** What the compiler says of programs that import the library. */
async function compilerOn(programs: string[]): Promise<string> {
  const place = join(folder.path, 'examples');
  mkdirSync(place);
  const files = programs.map((program, index) => {
    const file = join(place, `example-${index}.mts`);
    writeFileSync(file, program.replace("'not-a-leak'", JSON.stringify(join(root, 'harness/index.ts'))));
    return file;
  });
  const config = join(place, 'tsconfig.json');
  const types = { typeRoots: [join(root, 'node_modules/@types')], types: ['node'] };
  writeFileSync(
    config,
    JSON.stringify({ extends: join(root, 'tsconfig.json'), compilerOptions: types, include: [], files }),
  );
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  const compiled = await promisify(execFile)(process.execPath, [tsc, '-p', config]).catch(
    (error: { stdout: string }) => error,
  );
  return compiled.stdout;
}

/** The lines below the one `@example` of a source. */
function exampleIn(source: string): string {
  const example = /@example\n((?: \* [^@\n].*\n)+)/.exec(source)?.[1] ?? '';
  expect(example).not.toBe('');
  return example.replaceAll(/^ \* /gm, '');
}
