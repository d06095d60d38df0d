import type { RunOptions } from '../../run/options.ts';

/** Which platforms an option applies to; those not listed apply to all. */
const platformsOf: Partial<Record<keyof RunOptions, readonly string[]>> = {
  image: ['kind'],
  cluster: ['kind'],
  keep: ['kind'],
  keepOnFailure: ['kind'],
  scratchDir: ['cgroup'],
  load: ['cgroup', 'docker', 'kind'],
};

/** A line for each option given that has no effect on this platform. */
export function withoutEffect(platform: string, options: RunOptions): string[] {
  return Object.entries(platformsOf).flatMap(([name, platforms]) => {
    const isGiven = options[name as keyof RunOptions] !== undefined;
    if (!isGiven || platforms.includes(platform)) return [];
    const flag = `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    return [`${flag} has no effect on ${platform}, only on ${platforms.join(', ')}`];
  });
}
