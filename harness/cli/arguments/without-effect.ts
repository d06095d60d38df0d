import type { RunOptions } from '../../run/options.ts';
import { platformsOf } from '../../run/platform-names.ts';

/** A line for each option given that has no effect on this platform. */
export function withoutEffect(platform: string, options: RunOptions): string[] {
  return Object.entries(platformsOf).flatMap(([name, platforms]) => {
    const isGiven = options[name as keyof RunOptions] !== undefined;
    if (!isGiven || platforms.some((one) => one === platform)) return [];
    const flag = `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    return [`${flag} has no effect on ${platform}, only on ${platforms.join(', ')}`];
  });
}
