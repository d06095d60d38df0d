import { serves } from '../scenario/modes.ts';
import type { Expect, Setup } from '../scenario/schema.ts';
import { mebibytes, seconds } from '../text/words.ts';

/** An arm's setup, one line per part, with readable sizes and times. */
export function setupWords({ app, memory, scratch, load }: Setup): string[] {
  const sized = scratch.sizeLimit === null ? '' : ` of ${mebibytes(scratch.sizeLimit)}`;
  const slowed = scratch.writeSpeed === null ? '' : `, written at ${mebibytes(scratch.writeSpeed)}/s`;
  const requests = load.body === null ? 'reads' : `uploads of ${mebibytes(load.body)}`;
  const ramp = load.ramp === 0 ? '' : `, over ${seconds(load.ramp)} from none`;
  return [
    `memory   ${mebibytes(memory)}`,
    `app      ${[app.mode, ...appWords(app)].join(', ')}`,
    `scratch  ${scratch.medium}${sized}${slowed}`,
    `load     ${Number(load.rate.toFixed(2))} ${requests} a second, for ${seconds(load.for)}${ramp}`,
  ];
}

function appWords(app: Setup['app']): string[] {
  const { mode, retention, dataset, stages, stack, subscribers, logTo, cleanAtStart } = app;
  const own: Partial<Record<Setup['app']['mode'], string>> = {
    temp: `temporary files for each: ${stages}`,
    threads: `stacks of ${mebibytes(stack)}`,
    sockets: `${subscribers} clients that never read`,
    log: `to ${logTo}`,
  };
  const kept = retention === null ? 'kept for ever' : `kept for ${seconds(retention)}`;
  return [
    ...(serves(mode) ? [`${mebibytes(dataset)} of data`] : [kept]),
    ...(own[mode] === undefined ? [] : [own[mode]]),
    ...(cleanAtStart ? ['each life empties the volume first'] : []),
  ];
}

/** What is expected of an arm: `outcome oom-killed, cause tmpfs, restarts 2`. */
export function expectWords(expect: Expect): string {
  return Object.entries(expect)
    .flatMap(([name, value]) => {
      if (value === undefined) return [];
      const least = name === 'restarts' || name === 'limit-events' ? '>=' : '';
      return [`${name} ${least}${[value].flat().join(' or ')}`];
    })
    .join(', ');
}
