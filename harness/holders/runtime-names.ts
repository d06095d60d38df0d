import type { Runtime } from '../recording/evidence-lines.ts';

/** Program names of a runtime: `python3.11`, `pypy3`, `ruby2.7`. */
const names: [RegExp, Runtime][] = [
  [/^(?:node|nodejs|node\d+)$/, 'node'],
  [/^javaw?$/, 'jvm'],
  [/^(?:python|pypy)[\d.]*$/, 'python'],
  [/^ruby[\d.]*$/, 'ruby'],
  [/^dotnet$/, 'dotnet'],
];

/** The runtime that a program's name suggests; null if none. */
export function runtimeByName(name: string): Runtime | null {
  return names.find(([pattern]) => pattern.test(name))?.[1] ?? null;
}

/** Display names of runtimes. */
export const runtimeWords: Record<Runtime, string> = {
  node: 'Node',
  jvm: 'the JVM',
  python: 'Python',
  ruby: 'Ruby',
  go: 'Go',
  dotnet: '.NET',
};
