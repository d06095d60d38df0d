import type { ArmFindings, Expectation, RunFindings, ScenarioFindings } from '../harness/verdict/types.ts';

/** Findings of an arm that was killed as expected, with what a test is about replaced. */
export function armFindings(change: Partial<ArmFindings> = {}): ArmFindings {
  return {
    name: 'baseline',
    title: 'baseline',
    outcome: 'oom-killed',
    reason: '',
    doubt: null,
    because: null,
    retriedFor: null,
    cause: 'tmpfs',
    causeReason: null,
    heap: 'flat',
    heapDetail: {
      state: 'flat',
      reason: null,
      slopeBytesPerSecond: 0,
      growthBytes: 0,
      boundBytes: 1,
      medianBytes: 1,
      samples: 10,
    },
    limitBytes: 1,
    otherLimit: null,
    fixes: [],
    peakBytes: 1,
    limitEvents: 1,
    oomKills: 1,
    killedAfterMs: 1000,
    durationMs: 1200,
    predictedKillMs: null,
    lives: [],
    restarts: 0,
    composition: null,
    before: null,
    scratchFiles: null,
    used: { untried: null, peaks: {}, usualBytes: null, growth: null },
    load: {
      scheduled: 0,
      started: 0,
      ok: 0,
      failed: 0,
      refused: 0,
      dropped: 0,
      diskFull: 0,
      delivered: 1,
      deliveredLate: 1,
      burst: null,
      storedBytes: null,
      latencyMs: null,
      lastedMs: 1200,
      shown: null,
    },
    metrics: [],
    sampler: null,
    setup: {
      retentionMs: null,
      medium: 'memory',
      mode: 'spool',
      bodyBytes: 1,
      ratePerSecond: 1,
      loadCommand: null,
      loadMs: 1200,
      heldBytesPerSecond: 1,
    },
    evidence: [],
    expectations: [expectation('outcome', 'met')],
    ...change,
  };
}

export function expectation(name: string, state: 'met' | 'refuted' | 'open'): Expectation {
  return {
    name,
    met: state === 'met',
    conclusive: state !== 'open',
    expected: '',
    actual: '',
    evidence: [],
    where: null,
    budget: false,
  };
}

export function scenarioFindings(change: Partial<ScenarioFindings> = {}): ScenarioFindings {
  return {
    name: 'x',
    title: 'x',
    story: 'x',
    file: 'scenarios/x/scenario.yaml',
    verdict: 'REPRODUCED',
    arms: [],
    ...change,
  };
}

export function runFindings(change: Partial<RunFindings> = {}): RunFindings {
  return {
    schemaVersion: 1,
    verdict: 'REPRODUCED',
    verdictReason: '',
    exitCode: 0,
    platform: 'scripted',
    load: 'scripted',
    startedAt: '2024-01-01T00:00:00.000Z',
    durationMs: 1,
    interrupted: null,
    failure: null,
    losses: [],
    host: null,
    version: '0.0.0',
    judgedBy: '0.0.0',
    thresholdsVersion: 1,
    asked: null,
    seed: 1,
    against: null,
    metrics: null,
    repeats: null,
    scenarios: [],
    ...change,
  };
}
