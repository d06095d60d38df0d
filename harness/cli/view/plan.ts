import { exitCodes } from '../../errors.ts';
import type { Host } from '../host.ts';
import { inert } from '../../text/inert.ts';
import { renderJson } from '../../report/json.ts';
import { expectWords } from '../../report/expect-words.ts';
import { setupWords } from '../../report/setup-words.ts';
import type { Scenario } from '../../scenario/types.ts';

/** Prints what would run, with all defaults and changes filled in. */
export function showPlan(host: Host, scenarios: Scenario[], { json }: { json?: boolean }): number {
  const plan = scenarios.map(({ name, title, file, arms }) => ({
    name,
    title,
    file,
    arms: arms.map((arm) => ({ name: arm.name, title: arm.title, setup: arm.setup, expect: arm.expect })),
  }));
  if (json) host.stdout.write(renderJson({ scenarios: plan }));
  else {
    for (const { name, title, arms } of plan) {
      host.stdout.write(`${inert(`${name}: ${title}`)}\n`);
      for (const { name: arm, setup, expect } of arms) {
        const lines = [...setupWords(setup), `expected ${expectWords(expect)}`];
        host.stdout.write(`  ${arm}\n${lines.map((line) => `    ${line}\n`).join('')}`);
      }
    }
  }
  return exitCodes.met;
}
