import { againstLine } from './against-line.ts';
import { armEndedLine, armLine, armStartedLine } from './arm-lines.ts';
import {
  evidenceLine,
  fixLine,
  holdersLine,
  kernelLogLine,
  leftBehindLine,
  nestedCgroupsLine,
} from './evidence-lines.ts';
import { execLine } from './exec-line.ts';
import { lifeEndedLine, lifeReadyLine, lifeStartedLine } from './life-lines.ts';
import {
  heapLine,
  loadCommandLine,
  loadEndedLine,
  loadLine,
  loadLogLine,
  loadMetricLine,
} from './load-lines.ts';
import { hostOomLine, runEndedLine, runLine, scenarioLine } from './run-lines.ts';
import { targetLine } from './target-line.ts';
import { containerLine, limitsLine, nodeLine, samplerLine, samplesLine } from './sample-lines.ts';

/** What each line of a recording is, by its kind. */
export const lines = {
  run: runLine,
  scenario: scenarioLine,
  'run-ended': runEndedLine,
  'host-oom': hostOomLine,
  against: againstLine,
  arm: armLine,
  exec: execLine,
  target: targetLine,
  'arm-started': armStartedLine,
  'arm-ended': armEndedLine,
  'life-started': lifeStartedLine,
  'life-ready': lifeReadyLine,
  'life-ended': lifeEndedLine,
  samples: samplesLine,
  container: containerLine,
  limits: limitsLine,
  node: nodeLine,
  sampler: samplerLine,
  load: loadLine,
  'load-ended': loadEndedLine,
  'load-command': loadCommandLine,
  'load-log': loadLogLine,
  'load-metric': loadMetricLine,
  heap: heapLine,
  evidence: evidenceLine,
  fix: fixLine,
  holders: holdersLine,
  'kernel-log': kernelLogLine,
  'left-behind': leftBehindLine,
  'nested-cgroups': nestedCgroupsLine,
};
