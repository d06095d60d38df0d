import type { CgroupRecording } from '../../../recording/recording.ts';
import type { EvidenceLine } from '../../../recording/types.ts';
import type { Evidence } from '../../../verdict/types.ts';
import { grouped } from '../../../text/words.ts';
import { html, long, type Html } from '../html.ts';

/** The most facts shown per arm. */
const mostFacts = 40;
const mostCommands = 12;

/** What a verdict rests on: numbers with sources, commands with output, the kernel's own lines. */
export function evidenceOf(
  name: string,
  facts: Evidence[],
  { evidence, kernelLog }: CgroupRecording,
  most: number,
): Html {
  const lines = kernelLog?.lines ?? [];
  return html`<details>
    <summary>${name}</summary>
    ${factTable(name, facts)} ${evidence.slice(0, mostCommands).map((line) => command(line, most))}
    ${leftOut(evidence.length - mostCommands, 'commands')}
    ${
      lines.length > 0 &&
      html`<h3>The kernel's own lines</h3>
        <pre tabindex="0">${long(lines.join('\n'), most)}</pre>`
    }
  </details>`;
}

function factTable(name: string, facts: Evidence[]): Html | null {
  if (facts.length === 0) return null;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Numbers and their sources: ${name}">
      <table>
        <thead>
          <tr>
            <th scope="col">what</th>
            <th scope="col">value</th>
            <th scope="col">from</th>
          </tr>
        </thead>
        <tbody>
          ${facts.slice(0, mostFacts).map(
            ({ what, value, from }) =>
              html`<tr>
                <th scope="row">${what}</th>
                <td>${typeof value === 'number' ? grouped(value) : value}</td>
                <td class="source">${from}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${leftOut(facts.length - mostFacts, 'numbers')}`;
}

function command({ what, command: line, output, exitCode }: EvidenceLine, most: number): Html {
  return html`<h3>${what}</h3>
    <pre class="command">$ ${line}</pre>
    <pre tabindex="0">${long(output, most)}</pre>
    ${exitCode !== 0 && html`<p class="quiet">exit code ${exitCode ?? 'unknown'}</p>`}`;
}

function leftOut(count: number, what: string): Html | null {
  return count > 0
    ? html`<p class="quiet">… and ${count} ${what} more, which are in the recording.</p>`
    : null;
}
