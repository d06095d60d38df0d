import { html, type Html } from '../html.ts';

/** How to run it again, and how to rewrite the page. */
export function again(commands: { what: string; line: string }[]): Html {
  return html`<section>
    <h2>Run it again</h2>
    ${commands.map(
      ({ what, line }) =>
        html`<p class="quiet">${what}</p>
          <pre class="command">$ ${line}</pre>`,
    )}
  </section>`;
}
