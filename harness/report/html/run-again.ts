import type { RunFindings } from '../../verdict/types.ts';

/** The commands that measure it again, and that make the page again. */
export function runAgain({ scenarios, platform, load, seed }: RunFindings): { what: string; line: string }[] {
  const names = scenarios.map(({ name }) => name).join(' ');
  const arms = new Set(scenarios.flatMap((one) => one.arms.map(({ name }) => name)));
  const only = arms.has('baseline') ? '' : [...arms].map((name) => ` --arm ${name}`).join('');
  return [
    {
      what: 'The same measurement:',
      line: `npm run repro -- run ${names} --on ${platform} --load ${load} --seed ${seed}${only}`,
    },
    { what: 'This page, from the recording beside it:', line: 'npm run repro -- report .' },
  ];
}
