import { existsSync } from 'node:fs';

/** One of the things that must pass. */
export interface Step {
  name: string;
  /** For a person who chooses steps. */
  about: string;
  /** A file; where it is not there, the step is skipped. */
  needs?: string;
  run: () => Promise<{ ok: boolean }>;
  /** At the end of all steps, also of interrupted ones. */
  undo?: () => Promise<void>;
}

/** Runs steps one after the other, each whatever came of the others, with their times; gives the names of those that failed. */
export async function runSteps(steps: Step[]): Promise<string[]> {
  const failed: string[] = [];
  for (const { name, about, needs, run } of steps) {
    if (needs !== undefined && !existsSync(needs)) {
      console.log(`skipped: ${name} (there is no ${needs})`);
      continue;
    }
    console.log(`== ${name}: ${about}`);
    const startedMs = performance.now();
    const { ok } = await run();
    if (!ok) failed.push(name);
    const seconds = ((performance.now() - startedMs) / 1000).toFixed(0);
    console.log(`${ok ? '==' : 'FAILED:'} ${name} took ${seconds} s`);
  }
  return failed;
}

/** The steps of these names, all where none is named; null where one is none of them. */
export function chooseSteps(steps: Step[], names: string[]): Step[] | null {
  if (names.some((name) => !steps.some((step) => step.name === name))) return null;
  return names.length === 0 ? steps : steps.filter(({ name }) => names.includes(name));
}

/** A line for each step. */
export function listSteps(steps: Step[]): string {
  const width = Math.max(...steps.map(({ name }) => name.length));
  return steps.map(({ name, about }) => `  ${name.padEnd(width)}  ${about}`).join('\n');
}
