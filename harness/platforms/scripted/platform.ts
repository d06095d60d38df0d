import type { Platform } from '../platform.ts';

export function scriptedPlatform(_script: string | undefined, _cwd: string): Platform {
  throw new Error('to be written');
}
