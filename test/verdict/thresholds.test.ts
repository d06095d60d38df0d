import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import * as all from '../../harness/verdict/thresholds.ts';

const { thresholdsVersion, ...thresholds } = all;
const verdict = fileURLToPath(new URL('../../harness/verdict', import.meta.url));

describe('the thresholds of the verdict', () => {
  it('are these in version 3: whoever changes one raises the version, here too', () => {
    expect(thresholdsVersion).toBe(3);
    expect(thresholds).toEqual({
      deliveredFrom: 0.9,
      stalledBelow: 0.1,
      mostBurst: 1.1,
      latestKill: 1.5,
      longestGapMs: 1000,
      gapAtKillMs: 100,
      longestKillMs: 400,
      oldestSampleMs: 500,
      tellingShare: 0.7,
      nearLimitShare: 0.9,
      scarceShare: 0.03,
      plateauShare: 0.15,
      tightShare: 0.85,
      stalledEventsPerSecond: 1000,
      stalledWindowMs: 2000,
      stalledShare: 0.8,
      majority: 0.5,
      lead: 1.3,
      lateShare: 0.3,
      tellingShmemShare: 0.5,
      emptiedShare: 0.5,
      mostOfAll: 0.8,
      noticedFileBytes: 1_048_576,
      fullVolumeShare: 0.95,
      spareBytes: 65_536,
      warmUpMs: 500,
      fewestHeapFigures: 5,
      heapGrowthShare: 0.1,
      unseenHeapMs: 1000,
      freshHeapMs: 2000,
      freshReadHeapMs: 30_000,
      tellingPart: 0.3,
      jitterShare: 0.15,
      fullLifeShare: 0.6,
      fewestPacePoints: 20,
      leastPaceMs: 2000,
      paceFloorBytes: 524_288,
      namedShare: 0.1,
      againstBand: 0.06,
      leastBand: 0.03,
      againstFloorBytes: 1_048_576,
      alertShare: 0.9,
      fewestSamples: 4,
      leastLookMs: 1000,
      growthFloorBytes: 524_288,
      noiseTimes: 3,
      churnShare: 0.3,
      levellingRatio: 0.8,
      overRatio: 0.1,
      deadlyShare: 0.99,
      foretoldTimes: 180,
      fillingShare: 0.5,
      hangingPressure: 0.6,
      residueShare: 0.25,
    });
  });

  it('stand in one file, each with its reason', () => {
    const source = readFileSync(join(verdict, 'thresholds.ts'), 'utf8');
    for (const name of Object.keys(thresholds))
      expect(source).toMatch(new RegExp(`\\*/\\nexport const ${name} = `));
    const named = /^(?:export )?const \w*(?:Share|Ms|PerSecond|From|Below) = [\d._*\s]+;/m;
    const others = readdirSync(verdict, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && file !== 'thresholds.ts')
      .filter((file) => named.test(readFileSync(join(verdict, file), 'utf8')));
    expect(others).toEqual([]);
  });
});
