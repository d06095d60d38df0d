/** What the live view costs the harness: a recording seen in the time that it took, `npm run bench -- live DIR`. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pc from 'picocolors';
import { liveView } from '../harness/cli/view/live/live-view.ts';
import { linesView } from '../harness/cli/view/lines-view.ts';
import type { View } from '../harness/cli/view/view.ts';
import { countOf, figureAt } from '../harness/recording/sample-columns.ts';
import type { RecordingLine } from '../harness/recording/types.ts';

const [folder = 'repro-out/latest'] = process.argv.slice(2);
const lines = readFileSync(join(folder, 'recording.ndjson'), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as RecordingLine);
let written = 0;
const stderr = {
  write: (text: string) => void (written += text.length),
  isTTY: true,
  size: () => ({ columns: 120, rows: 40 }),
};
const nothing = () => () => undefined;

await measure('plain lines', linesView(stderr.write));
await measure('live view', liveView({ stderr, onExit: nothing, onSuspend: nothing }, pc.createColors(true)));

/** Shows what was recorded, line by line, when it was due. */
async function measure(name: string, view: View): Promise<void> {
  written = 0;
  const before = process.cpuUsage();
  const startedMs = performance.now();
  const firstMs = timeOf(lines[0]) ?? 0;
  for (const line of lines) {
    const dueMs = (timeOf(line) ?? 0) - firstMs;
    const waitMs = dueMs - (performance.now() - startedMs);
    if (waitMs > 5) await sleep(waitMs);
    view.see(line);
  }
  view.close();
  const wallMs = performance.now() - startedMs;
  const { user, system } = process.cpuUsage(before);
  const share = ((user + system) / 1000 / wallMs) * 100;
  console.log(
    `${name}: ${share.toFixed(2)} % of a processor, ${Math.round((written * 1000) / wallMs)} bytes/s`,
  );
}

function timeOf(line: RecordingLine | undefined): number | null {
  if (line === undefined) return null;
  if (line.kind === 'samples') return figureAt(line.columns[0], countOf(line.columns) - 1);
  return 'atMs' in line ? line.atMs : null;
}
