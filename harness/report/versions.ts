import type { RunFindings } from '../verdict/types.ts';

/** The version that recorded a run, and that which judged it, if different. */
export function versionWords({ version, judgedBy }: Pick<RunFindings, 'version' | 'judgedBy'>): string {
  return version === judgedBy ? version : `${version}, judged by ${judgedBy}`;
}
