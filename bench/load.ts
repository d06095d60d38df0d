/** How well the load keeps to its schedule on this host, from the recording of a real run: `npm run bench -- load`. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { printFigures } from './shared/print-figures.ts';
import { recordRun } from './shared/record-run.ts';

const folder = mkdtempSync(join(tmpdir(), 'nal-bench-'));
try {
  const [headroom] = await recordRun(folder, ['upload-spool', '--arm', 'headroom', '--jobs', '1']);
  const bins = headroom?.bins.filter(({ scheduled }) => scheduled > 0) ?? [];
  printFigures(
    'arrivals off schedule in a bin of 100 ms, %',
    bins.map((bin) => (Math.abs(bin.started - bin.scheduled) / bin.scheduled) * 100),
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
