import { stringify } from 'yaml';
import type { ArmDraft } from './arms.ts';
import type { Draft } from './draft.ts';
import type { LoadDraft } from './load.ts';
import { commentOf } from './comment.ts';
import { quantityOf } from './quantity.ts';
import { inert } from '../text/inert.ts';

export interface ScenarioDraft {
  draft: Draft;
  limit: { bytes: number; from: string };
  load: LoadDraft;
  arms: ArmDraft[];
  /** The published schema, as seen from the scenario; null if an editor would not find it. */
  schema: string | null;
}

/** `scenario.yaml`, with comments that say where each value is from, and what to edit. */
export function scenarioText({ draft, limit, load, arms, schema }: ScenarioDraft): string {
  const { volumes, patched } = draft;
  const [volume] = patched === null ? volumes : [];
  const scratch = volume && {
    medium: 'memory',
    at: volume.at,
    ...(volume.sizeBytes === null ? {} : { sizeLimit: quantityOf(volume.sizeBytes) }),
  };
  return [
    ...(schema === null ? [] : [`# yaml-language-server: $schema=${schema}`]),
    commentOf(`Made by init, from ${draft.source}. Lines to edit follow EDIT.`),
    `title: ${inline('none' in load.value ? draft.what : `${draft.what} under load`)}`,
    'story: |',
    ...storyOf(draft).map((line) => `  ${inert(line)}`),
    'app:',
    ...Object.entries(draft.app).map(([key, value]) => `  ${key}: ${inline(value)}`),
    commentOf(`The limit: ${limit.from}.`),
    `memory: ${quantityOf(limit.bytes)}`,
    ...(scratch === undefined ? [] : [`scratch: ${inline(scratch)}`]),
    ...load.comment.map(commentOf),
    `load: ${inline(load.value)}`,
    'arms:',
    ...arms.flatMap(armLines),
    '',
  ].join('\n');
}

function storyOf({ volumes }: Draft): string[] {
  if (volumes.length === 0)
    return [
      'What fills the limit is not known yet: the baseline shows it, and the other arms what more memory',
      'and less load do.',
    ];
  const places = volumes.map(({ at }) => at).join(', ');
  return [
    `Files in ${places} are on a tmpfs:`,
    "they are memory, charged to the app's limit, and the kernel has no place to write them out to.",
    'If they fill the limit, the app is killed although its heap is flat.',
  ];
}

function armLines({ name, title, comment = [], change, expect }: ArmDraft): string[] {
  return [
    `  ${name}:`,
    ...(title === undefined ? [] : [`    title: ${inline(title)}`]),
    ...(change === undefined ? [] : [`    change: ${inline(change)}`]),
    ...comment.map((line) => `    ${commentOf(line)}`),
    `    expect: ${inline(expect)}`,
  ];
}

/** A value in one line, spaced as the scenarios that come with the tool. */
export function inline(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return scalar(value);
  return `{ ${Object.entries(value)
    .map(([key, inner]) => `${scalar(key)}: ${inline(inner)}`)
    .join(', ')} }`;
}

/** As it stands in a list, where commas and brackets are quoted, too. */
function scalar(value: unknown): string {
  if (typeof value === 'string' && /\p{Cc}/u.test(value)) return JSON.stringify(value); // else over several lines
  const options = { collectionStyle: 'flow', flowCollectionPadding: false } as const;
  return stringify([value], { ...options, lineWidth: 0, singleQuote: true })
    .trim()
    .slice(1, -1);
}
