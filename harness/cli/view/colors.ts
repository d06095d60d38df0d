import pc from 'picocolors';
import type { Colors } from 'picocolors/types.js';
import type { Host, Output } from '../host.ts';

export type ColorChoice = 'auto' | 'always' | 'never';

/** Whether to colour `output`: --color, then NO_COLOR, then FORCE_COLOR, then whether it is a terminal. */
export function wantsColor(choice: ColorChoice, env: Host['env'], output: Pick<Output, 'isTTY'>): boolean {
  if (choice !== 'auto') return choice === 'always';
  if (env['NO_COLOR']) return false; // https://no-color.org
  if (env['FORCE_COLOR'] !== undefined) return env['FORCE_COLOR'] !== '0' && env['FORCE_COLOR'] !== 'false';
  return output.isTTY && env['TERM'] !== 'dumb';
}

export function colorsFor(choice: ColorChoice, host: Pick<Host, 'env'>, output: Output): Colors {
  return pc.createColors(wantsColor(choice, host.env, output));
}
