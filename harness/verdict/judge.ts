import { isDeepStrictEqual } from 'node:util';
import { exitCodes } from '../errors.ts';
import { isSample } from '../scenario/app-schema.ts';
import { isRequests } from '../scenario/load-schema.ts';
import type { Setup } from '../scenario/schema.ts';
import type { ArmRecording, Recording } from '../recording/recording.ts';
import type { FixLine } from '../recording/types.ts';
import { judgeArm } from './arm.ts';
import { asExpectations } from './budgets/as-expectations.ts';
import { checkAgainst } from './budgets/against.ts';
import { openDoubt } from './doubt.ts';
import { hostOomReason } from './host-oom.ts';
import { checkExpectations } from './expectations.ts';
import { lossesOf } from './losses.ts';
import { predictKillMs } from './prediction.ts';
import { exitCodeOf } from './run-verdict.ts';
import { judgeScenario, worstOf } from './scenario.ts';
import { thresholdsVersion } from './thresholds.ts';
import { version } from '../package/version.ts';
import { metricTable } from './warnings.ts';
import type { ArmFindings, FixFindings, RunFindings, ScenarioFindings } from './types.ts';

/** Judges a run from its recording alone. */
export function judge(recording: Recording): RunFindings {
  const { run, ended } = recording;
  const allArms = [...recording.arms, ...recording.putAside];
  const distrust = hostOomReason(recording.hostOom, allArms, run.host?.memoryBytes ?? null);
  const scenarios = recording.scenarios.map(({ name, title, story, file }): ScenarioFindings => {
    const arms = judgeArms(
      recording.arms.filter(({ arm }) => arm.scenario === name),
      recording,
      distrust,
    ).map((arm) => ({ ...arm, fixes: fixesOf(`${name}/${arm.name}`, recording.fixes) }));
    return { name, title, story, file, verdict: judgeScenario(arms), arms };
  });
  const losses = lossesOf(recording);
  const { verdict, reason } = !whole(ended)
    ? { verdict: null, reason: cutShort(ended) }
    : losses.length > 0
      ? { verdict: 'INCONCLUSIVE' as const, reason: `${losses.join(' ')} What helps: run it again.` }
      : worstOf(scenarios);
  return {
    schemaVersion: 1,
    verdict,
    verdictReason: reason,
    exitCode: ended === null ? exitCodes.inconclusive : (ended.exitCode ?? exitCodeOf(scenarios, verdict)),
    platform: run.platform,
    load: run.load,
    startedAt: run.startedAt,
    durationMs: ended && ended.atMs - run.atMs,
    interrupted: ended?.interrupted ?? null,
    failure: ended ? ended.failure : 'the recording breaks off',
    losses,
    host: run.host,
    version: run.version,
    judgedBy: version,
    thresholdsVersion,
    seed: run.seed,
    asked: run.asked ?? null,
    against: recording.against,
    metrics: metricTable(scenarios),
    repeats: null,
    scenarios,
  };
}

/** The patches of an arm as they were tried last. */
function fixesOf(arm: string, tried: FixLine[]): FixFindings[] {
  const fixes = tried.filter((line) => line.arm === arm);
  const byPatch = new Map(
    fixes.map(({ file, command, refusal }) => [`${file} ${command}`, { file, command, refusal }]),
  );
  return [...byPatch.values()];
}

/** The same requests at another pace, of an app of which it is not known what each leaves: their number decides. */
function isSameButSlower(own: Setup, other: Setup): boolean {
  if (isSample(own.app) || !isRequests(own.load) || !isRequests(other.load)) return false;
  const { rate, ramp, for: lasts } = other.load;
  return isDeepStrictEqual({ ...own.load, rate, ramp, for: lasts }, other.load) && own.load.rate <= rate;
}

function judgeArms(
  recorded: ArmRecording[],
  { run, against }: Recording,
  distrust: string | null,
): ArmFindings[] {
  const { host } = run;
  const residueCounts = host?.residueCounts ?? true;
  const nodeBytes = host?.memoryBytes ?? null;
  const baselineOf = recorded.find(({ arm }) => arm.name === 'baseline');
  const baseline = baselineOf && judgeArm(baselineOf, nodeBytes, distrust);
  const judged = recorded.map((arm) => {
    if (baseline && arm === baselineOf) return baseline;
    const [own, other] = [arm.arm.setup, baselineOf?.arm.setup];
    const isSame =
      isDeepStrictEqual(own.load, other?.load) || (other !== undefined && isSameButSlower(own, other));
    return judgeArm(arm, nodeBytes, distrust, isSame ? baseline : null);
  });
  const predicted = judged.map((arm, index) => {
    // The baseline's own memory under the same load foretells the others; its own kill is foretold at rest.
    const own =
      arm === baseline ? ownBytes(arm.before) : (ownBytes(baseline?.composition) ?? ownBytes(arm.before));
    return { ...arm, predictedKillMs: predictKillMs((recorded[index] as ArmRecording).arm.setup, own) };
  });
  return predicted.map((arm, index) => {
    const { arm: id, expect, expectedAt } = (recorded[index] as ArmRecording).arm;
    const compared = against ? asExpectations(checkAgainst(against, run, id, arm), {}) : [];
    // Nothing is expected of what does not run here.
    const expectations =
      arm.outcome === 'skipped'
        ? []
        : [...checkExpectations(expect, arm, predicted, residueCounts, expectedAt), ...compared];
    return { ...arm, expectations, doubt: arm.doubt ?? openDoubt({ expectations, used: arm.used }) };
  });
}

function whole(ended: Recording['ended']): boolean {
  return ended !== null && ended.interrupted === null && ended.failure === null;
}

function cutShort(ended: Recording['ended']): string {
  if (ended?.interrupted) return `The run was interrupted by ${ended.interrupted}.`;
  return ended?.failure ?? 'The recording breaks off.';
}

/** What the app holds besides its files. */
function ownBytes(composition: ArmFindings['composition'] | undefined): number | null {
  return composition ? composition.unreclaimableBytes - composition.tmpfsBytes : null;
}
