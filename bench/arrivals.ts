/** How near k6 and the builtin load come to the same plan and to each other on this host: `npm run bench -- arrivals`. */
import { armOf, drive, makeLoads, type Driven } from '../test/load/drive.ts';
import { startServer } from '../test/load/server.ts';
import { printFigures } from './shared/print-figures.ts';

const loads = await makeLoads();
const plans = [
  ['uploads at a constant rate', { rate: '200/s', body: '64Ki', for: '2500ms' }],
  ['uploads under a ramp', { rate: '200/s', body: '64Ki', for: '2500ms', ramp: '1500ms' }],
  ['reads at an odd rate', { rate: '100/m', for: '3s' }],
] as const;
try {
  for (const [what, load] of plans) {
    const arm = armOf({ maxVUs: 50, ...load });
    const server = await startServer();
    const both = [await drive(loads.builtin, arm, server.url), await drive(loads.k6(), arm, server.url)];
    await server.close();
    const [builtin = [], k6 = []] = both.map(arrivals);
    printFigures(
      `${what}: arrivals by which they differ in a bin of 100 ms`,
      builtin.map((count, index) => Math.abs(count - (k6[index] ?? 0))),
    );
  }
} finally {
  loads.remove();
}

/** Arrivals of each bin of the plan, sent or dropped. */
function arrivals({ bins }: Driven): number[] {
  return bins.filter(({ scheduled }) => scheduled > 0).map(({ started, dropped }) => started + dropped);
}
