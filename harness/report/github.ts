import type { RunFindings } from '../verdict/types.ts';
import { inertDeep } from '../text/inert.ts';
import { placeOf } from './place.ts';
import { unmetOf, unmetWords } from './sentences.ts';

/**
 * Workflow commands that annotate a pull request: an error for each unmet expectation, on its line of the scenario
 * file; a warning for each that the measurement leaves open.
 * https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
 */
export function annotations(given: RunFindings): string[] {
  const { scenarios, failure, losses } = inertDeep(given);
  const unmet = scenarios.flatMap(({ name, arms }) =>
    arms.flatMap((arm) =>
      unmetOf(arm).map((one) => {
        const place = placeOf(one.where);
        const at = place && { file: place.file, line: place.line, col: place.column };
        const title = `${name} / ${arm.name}: ${one.name}`;
        return command(one.conclusive ? 'error' : 'warning', { ...at, title }, unmetWords(one));
      }),
    ),
  );
  const broken = failure === null ? [] : [command('error', { title: 'The run failed' }, failure)];
  return [...broken, ...losses.map((loss) => command('warning', { title: 'Recording' }, loss)), ...unmet];
}

/** Log lines as one group, initially folded. */
export function group(title: string, lines: string[]): string[] {
  return [command('group', {}, title), ...lines, '::endgroup::'];
}

function command(name: string, properties: Record<string, string | number>, message: string): string {
  const given = Object.entries(properties).map(([key, value]) => `${key}=${escapeProperty(String(value))}`);
  return `::${name}${given.length === 0 ? '' : ` ${given.join(',')}`}::${escapeData(message)}`;
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
