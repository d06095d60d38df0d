import { safeText } from './safe-text.ts';

/** A piece of a page, whose text has been made inert. Only `html` makes one of text from outside. */
export class Html {
  readonly source: string;

  constructor(source: string) {
    this.source = source;
  }
}

/** What can stand in a page. null and false are nothing. */
export type HtmlValue = string | number | Html | null | false | readonly HtmlValue[];

/** No single text from outside takes more room than this in a page; see `long`. */
const mostCharacters = 2000;

/**
 * A piece of a page: html`<td>${name}</td>`. Strings are escaped, stripped of control characters and cut, so
 * that nothing from a recording can act or swell the page, wherever it stands.
 */
export function html(parts: TemplateStringsArray, ...values: HtmlValue[]): Html {
  return new Html(parts.map((part, index) => withoutIndent(part) + sourceOf(values[index] ?? null)).join(''));
}

/** A text that may be longer than others: `most` characters, the rest cut with a note. */
export function long(text: string, most: number): Html {
  return new Html(escape(safeText(text, most)));
}

function sourceOf(value: HtmlValue): string {
  if (value === null || value === false) return '';
  if (value instanceof Html) return value.source;
  if (typeof value === 'string') return escape(safeText(value, mostCharacters));
  return typeof value === 'number' ? String(value) : value.map(sourceOf).join('');
}

/** The page's own indentation is for those who read its templates. */
function withoutIndent(part: string): string {
  return part.replaceAll(/\n\s*/g, '\n');
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escape(text: string): string {
  return text.replaceAll(/[&<>"']/g, (sign) => entities[sign] as string);
}
