import * as z from 'zod';
import { array, literal, number, object, string } from 'zod';
import { spread, type Against, type AgainstArm } from '../../recording/against-line.ts';
import { usedFindings } from './findings.ts';

const earlierArm = object({
  name: string(),
  limitBytes: number(),
  used: usedFindings.optional(),
  setup: object({ ratePerSecond: number().nullable(), bodyBytes: number().nullable() }),
});
const armSpread = object({ arm: string(), unreclaimableBytes: spread.nullable().default(null) });

/** What is read of the result.json of a run; those of earlier versions lack what arms used. */
export const comparable = object({
  schemaVersion: literal(1),
  platform: string(),
  load: string(),
  startedAt: string(),
  host: object({ kernel: string(), cgroupVersion: number(), processors: number() }).nullable(),
  repeats: object({ arms: array(armSpread) }).nullable(),
  scenarios: array(object({ name: string(), arms: array(earlierArm) })),
});
type Comparable = z.output<typeof comparable>;

/** What the arms of an earlier run used; of several runs, with their spread. */
export function againstOf(result: string, earlier: Comparable): Against {
  const { startedAt, platform, load, host, repeats } = earlier;
  const arms = earlier.scenarios.flatMap(({ name, arms: of }) =>
    of.map((arm) => {
      const id = `${name}/${arm.name}`;
      const several = repeats?.arms.find((one) => one.arm === id)?.unreclaimableBytes ?? null;
      return armOf(id, arm, several);
    }),
  );
  return { result, startedAt, platform, load, host, arms };
}

function armOf(
  arm: string,
  { limitBytes, used, setup }: z.output<typeof earlierArm>,
  several: z.output<typeof spread> | null,
): AgainstArm {
  const once = used?.usualBytes ?? undefined;
  const unreclaimableBytes =
    several ?? (once === undefined ? null : { least: once, median: once, most: once });
  const { ratePerSecond, bodyBytes } = setup;
  const untried =
    unreclaimableBytes === null
      ? 'it did not record what the arm used'
      : several === null && used?.untried
        ? used.untried.reason
        : null;
  const growth = used?.growth ?? null;
  return { arm, limitBytes, ratePerSecond, bodyBytes, untried, unreclaimableBytes, growth };
}
