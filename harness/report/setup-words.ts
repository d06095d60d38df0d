import { formOf, isSample, type App, type SampleApp } from '../scenario/app-schema.ts';
import type { Delivered, LoadSetup } from '../scenario/load-schema.ts';
import { serves, type Mode } from '../scenario/modes.ts';
import type { Scratch, Setup } from '../scenario/schema.ts';
import { quoted } from '../text/quoted.ts';
import { mebibytes, seconds } from '../text/words.ts';

/** An arm's setup, one line per part, with readable sizes and times. */
export function setupWords({ app, memory, scratch, load, patch }: Setup): string[] {
  return [
    `memory   ${mebibytes(memory)}`,
    `app      ${isSample(app) ? sampleWords(app) : ownWords(app)}`,
    ...(patch === undefined ? [] : [`patched  with ${patch.join(', ')}`]),
    ...(scratch.medium === 'none' ? [] : [`scratch  ${scratchWords(scratch)}`]),
    `load     ${loadWords(load, isSample(app))}`,
  ];
}

function sampleWords({ mode, ...app }: SampleApp): string {
  const own: Partial<Record<Mode, string>> = {
    temp: `temporary files for each: ${app.stages}`,
    threads: `stacks of ${mebibytes(app.stack)}`,
    sockets: `${app.subscribers} clients that never read`,
    log: `to ${app.logTo}`,
  };
  const kept = app.retention === null ? 'kept for ever' : `kept for ${seconds(app.retention)}`;
  return [
    mode,
    ...(serves(mode) ? [`${mebibytes(app.dataset)} of data`] : [kept]),
    ...(own[mode] === undefined ? [] : [own[mode]]),
    ...(app.cleanAtStart ? ['each life empties the volume first'] : []),
  ].join(', ');
}

function ownWords(app: Exclude<App, SampleApp>): string {
  const what = 'command' in app ? quoted(app.command) : 'image' in app ? app.image : app.manifests.join(', ');
  const at = app.port === undefined ? '' : `, at port ${app.port}`;
  return `${formOf(app)} ${what}${at}`;
}

function scratchWords({ medium, at, sizeLimit, writeSpeed }: Scratch): string {
  const seen = at === undefined ? '' : ` at ${at}`;
  const sized = sizeLimit === null ? '' : ` of ${mebibytes(sizeLimit)}`;
  const slowed = writeSpeed === null ? '' : `, written at ${mebibytes(writeSpeed)}/s`;
  return `${medium}${seen}${sized}${slowed}`;
}

function loadWords(load: LoadSetup, isOfSample: boolean): string {
  if ('none' in load) return `none: it is watched for ${seconds(load.none)}${shownWords(load.delivered)}`;
  if ('command' in load)
    return `${quoted(load.command)}, for at most ${seconds(load.for)}${shownWords(load.delivered ?? { exit: 0 })}`;
  const { body, ramp, method, path, script } = load;
  const ofSample = body === null ? 'reads' : `uploads of ${mebibytes(body)}`;
  const sized = body === null ? '' : ` with ${mebibytes(body)}`;
  const own = script ?? `${method ?? (body === null ? 'GET' : 'POST')} ${path ?? '/'}${sized}`;
  const what = isOfSample ? `${ofSample} a second` : `requests a second (${own})`;
  const slowly = ramp === 0 ? '' : `, over ${seconds(ramp)} from none`;
  return `${Number(load.rate.toFixed(2))} ${what}, for ${seconds(load.for)}${slowly}`;
}

/** What is to show that it worked. */
function shownWords(delivered: Delivered | undefined): string {
  if (delivered === undefined) return '';
  if ('exit' in delivered) return `; it worked if it ends with exit code ${delivered.exit}`;
  if ('log' in delivered) return `; it worked if a line matches ${delivered.log}`;
  return `; it worked if ${delivered.metric} grows by ${delivered.grows}`;
}
