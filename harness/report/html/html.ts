import { safeText } from './safe-text.ts';

/** A piece of a page whose text is inert. Only `html` makes one from outside text. */
export class Html {
  readonly source: string;

  constructor(source: string) {
    this.source = source;
  }
}

/** What can be put in a page. null and false render as nothing. */
export type HtmlValue = string | number | Html | null | false | readonly HtmlValue[];

/** Limit for any single text from outside; see `long`. */
const mostCharacters = 2000;

/**
 * A piece of a page: html`<td>${name}</td>`. Strings are escaped, stripped of control characters and cut, so that
 * nothing from a recording can act or bloat the page, wherever it is.
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

/** The indentation is only for readers of the templates. */
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
