import type { ArmRecording } from '../../../recording/recording.ts';
import type { ArmFindings, ScenarioFindings } from '../../../verdict/types.ts';
import { loadWords } from '../../sentences.ts';
import { sharedScale } from '../chart/shared-scale.ts';
import { timelineOf } from '../chart/timeline.ts';
import { html, type Html } from '../html.ts';
import { armPanel } from './arm-panel.ts';
import { verdictWord } from './verdict-word.ts';

/** A scenario: its story, and its arms side by side on one scale. */
export function scenarioSection(scenario: ScenarioFindings, recorded: ArmRecording[]): Html {
  const { name, title, story, verdict, arms } = scenario;
  const drawn = arms.flatMap((arm) => {
    const recording = recorded.find(({ arm: line }) => line.scenario === name && line.name === arm.name);
    return recording ? [{ arm, timeline: armTimeline(recording, arm) }] : [];
  });
  const scale = sharedScale(drawn.map(({ timeline }) => timeline));
  return html`<section class="scenario" id="${name}">
    <h2>${title}</h2>
    <p class="quiet">${name} · ${loadWords(arms)} ${verdictWord(verdict)}</p>
    <p class="story">${story}</p>
    <div class="arms">
      ${drawn.map(({ arm, timeline }) => armPanel(arm, timeline, scale, `${name}-${arm.name}`))}
    </div>
  </section>`;
}

function armTimeline(recording: ArmRecording, arm: ArmFindings) {
  // As in judging lives: without a load, zero is when the first life was up.
  const startMs = recording.startedMs ?? recording.lives[0]?.ready?.atMs ?? recording.pod[0]?.atMs ?? 0;
  return timelineOf(recording, startMs, arm.limitBytes, arm.lives);
}
