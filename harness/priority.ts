import { setPriority } from 'node:os';
import { systemCode } from './errors.ts';

/**
 * Puts this process before ordinary ones, so that a busy host delays neither samples nor arrivals. Where
 * that is not allowed it goes on as it is; what came late is counted in any case.
 */
export function goFirst(niceness: number): void {
  try {
    setPriority(niceness);
  } catch (error) {
    if (!['EACCES', 'EPERM', 'ERR_SYSTEM_ERROR'].includes(systemCode(error) ?? '')) throw error;
  }
}
