/** Longer texts are cut in the result; the recording has them in full. */
const mostCharacters = 10_000;

/** result.json, and what `--json` prints: one document. */
export function renderJson(findings: object): string {
  return `${JSON.stringify(findings, shorten, 2).replaceAll(/[\u007f-\u009f]/g, escape)}\n`;
}

function shorten(_key: string, value: unknown): unknown {
  if (typeof value !== 'string' || value.length <= mostCharacters) return value;
  return `${value.slice(0, mostCharacters)}... (${value.length} characters)`;
}

/** Characters that a terminal may act on and that JSON lets pass. */
function escape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
