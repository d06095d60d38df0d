import type {
  DeletedFile,
  HoldersLine,
  ProcessHolding,
  TmpfsMount,
} from '../../../recording/evidence-lines.ts';
import { grouped, mebibytes, seconds } from '../../../text/words.ts';
import { html, type Html } from '../html.ts';

/** The most entries shown of each kind. */
const most = 12;

export type Holders = Omit<HoldersLine, 'kind' | 'arm'>;

/** Who held the memory: processes, files on memory-backed mounts, files without a name. `what` says when. */
export function holdersBlock(what: string, holders: Holders | null): Html | null {
  if (holders === null) return null;
  const { mounts, processes, deletedFiles, sysvBytes, unixSocketBytes, atMs } = holders;
  const used = mounts.filter(({ usedBytes }) => usedBytes > 0);
  const deleted = deletedFiles.map((file) => deletedRow(file, processes));
  const parts = [
    table(what, 'Memory-backed mounts', ['mount', 'used', 'files', 'the largest'], used.map(mountRow)),
    table(what, 'Processes', processHead, processes.map(processRow)),
    table(what, 'Open files without a name', ['file', 'size', 'on', 'held by'], deleted),
    sysvBytes > 0 && html`<p>System V segments: ${mebibytes(sysvBytes)}</p>`,
    (unixSocketBytes ?? 0) > 0 &&
      html`<p>Unread data in AF_UNIX sockets: ${mebibytes(unixSocketBytes ?? 0)}</p>`,
  ];
  return html`<h3 class="holding">${what}, at ${seconds(atMs)}</h3>
    ${parts.some(Boolean) ? parts : html`<p class="nothing">Nothing was there.</p>`}`;
}

function mountRow({ point, usedBytes, files }: TmpfsMount): string[] {
  const largest = files?.largest.slice(0, 3).map(({ path, bytes }) => `${path} ${mebibytes(bytes)}`);
  const count = files === null ? 'not counted' : grouped(files.count);
  return [point, mebibytes(usedBytes), count, largest?.join(', ') ?? ''];
}

const processHead = ['process', 'anonymous', 'shared', 'file', 'page tables', 'threads', 'stacks'];

function processRow(process: ProcessHolding): string[] {
  const { pid, name, anonBytes, shmemBytes, fileBytes, pageTableBytes, threads, stackBytes } = process;
  const sizes = [anonBytes, shmemBytes, fileBytes, pageTableBytes].map(mebibytes);
  const stacks = stackBytes === null ? 'not looked at' : mebibytes(stackBytes);
  return [`${name} (${pid})`, ...sizes, grouped(threads), stacks];
}

function deletedRow({ path, bytes, on, pid, pids }: DeletedFile, processes: ProcessHolding[]): string[] {
  const nameOf = (one: number) => processes.find((process) => process.pid === one)?.name ?? '';
  const holders = (pids ?? [pid]).slice(0, most).map((one) => `${nameOf(one)} (${one})`.trimStart());
  return [path, mebibytes(bytes), on, holders.join(', ')];
}

function table(when: string, name: string, head: string[], rows: string[][]): Html | null {
  if (rows.length === 0) return null;
  return html`<h4>${name}</h4>
    <div class="scroll" tabindex="0" role="region" aria-label="${name}: ${when}">
      <table class="stacked">
        <thead>
          <tr>
            ${head.map((cell) => html`<th scope="col">${cell}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.slice(0, most).map(
            ([first = '', ...rest]) =>
              html`<tr>
                <th scope="row">${first}</th>
                ${rest.map((cell, index) => html`<td data-label="${head[index + 1] ?? ''}">${cell}</td>`)}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${rows.length > most && html`<p class="quiet">… and ${rows.length - most} more, which are in the recording.</p>`}`;
}
