import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { stringify } from 'yaml';
import { loadScenario } from '../../harness/scenario/load-suite.ts';
import { cliInProcess } from '../in-process.ts';

/** Makes folders with files below `root`, one for each test; gives the paths of each, and of what `init` is to write. */
export function filesBelow(root: string) {
  let number = 0;
  return (files: Record<string, string | object>) => {
    const path = join(root, String(number++));
    mkdirSync(path);
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(join(path, name)), { recursive: true });
      writeFileSync(join(path, name), typeof content === 'string' ? content : stringify(content));
    }
    return { path, out: join(path, 'memory') };
  };
}

export function init(from: string[], out: string, ...flags: string[]) {
  return cliInProcess(['init', ...from, '--out', out, ...flags]);
}

export function baselineOf(out: string) {
  return loadScenario(out).arms[0]?.setup;
}
