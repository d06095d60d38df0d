import type { RunFindings } from '../verdict/types.ts';

/** The version of the tool that recorded a run, and that of the tool that judged it, where it is another. */
export function versionWords({ version, judgedBy }: Pick<RunFindings, 'version' | 'judgedBy'>): string {
  return version === judgedBy ? version : `${version}, judged by ${judgedBy}`;
}
