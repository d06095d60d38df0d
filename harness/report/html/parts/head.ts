import type { Recording } from '../../../recording/recording.ts';
import { lossesOf } from '../../../verdict/losses.ts';
import { html, type Html } from '../html.ts';
import { lossNote } from './losses.ts';

/** The top of a page on one thing: what it is, the answer in one sentence, and the facts, each with its name. */
export function head(
  what: string,
  sentence: string,
  facts: readonly (readonly [name: string, words: string])[],
  recording: Recording,
): Html {
  return html`<header class="top">
    <p class="brand"><b>not-a-leak</b> <span>${what}</span></p>
    <h1>${sentence}</h1>
    ${lossNote(lossesOf(recording))}
    <dl class="facts wide">
      ${facts.map(
        ([name, words]) =>
          html`<div>
            <dt>${name}</dt>
            <dd>${words}</dd>
          </div>`,
      )}
    </dl>
  </header>`;
}
