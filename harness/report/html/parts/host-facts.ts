import type { HostFacts, RunLine } from '../../../recording/types.ts';
import { mebibytes } from '../../../text/words.ts';
import { versionWords } from '../../versions.ts';
import { html, type Html } from '../html.ts';

/** Where it ran, and what was checked there beforehand. */
export function hostFacts(run: RunLine, judgedBy: string): Html {
  const { platform, load, seed, startedAt, host, checks } = run;
  const rows: [string, string][] = [
    ['platform', platform],
    ...(load === 'none' ? [] : loadFacts(load, seed)),
    ['began', startedAt],
    ['version', versionWords({ ...run, judgedBy })],
    ...(host === null ? [] : factsOf(host)),
    ...checks.map(({ name, found }): [string, string] => [name, found]),
  ];
  return html`<section>
    <h2>Where it ran</h2>
    <dl class="host">
      ${rows.map(
        ([what, value]) =>
          html`<div>
            <dt>${what}</dt>
            <dd>${value}</dd>
          </div>`,
      )}
    </dl>
  </section>`;
}

/** A command has no load; a load's uploads have a seed. */
function loadFacts(load: string, seed: number | null): [string, string][] {
  return [
    ['load', load],
    ['seed', seed === null ? 'not known' : String(seed)],
  ];
}

function factsOf(host: HostFacts): [string, string][] {
  const { kernel, cgroupVersion, lruGen, swapBytes, processors, memoryBytes, node, damon, disk } = host;
  return [
    ['kernel', kernel],
    ['cgroup', `v${cgroupVersion}`],
    ['MGLRU', lruGen ?? 'none'],
    ['swap', swapBytes === null ? 'not known' : swapBytes === 0 ? 'none' : mebibytes(swapBytes)],
    ['processors', String(processors)],
    ['memory', mebibytes(memoryBytes)],
    ['Node', node],
    ['DAMON page-out', damon === null ? 'not known' : damon ? 'on' : 'off'],
    ...(disk === null
      ? []
      : [
          ['disk', `${disk.fileSystem} on ${disk.device}, ${mebibytes(disk.writeBytesPerSecond)}/s`] as [
            string,
            string,
          ],
        ]),
  ];
}
