import { stripVTControlCharacters, toUSVString } from 'node:util';

/** Characters that change writing direction, which can make one name read as another. */
const invisible = /[\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/g;
// oxlint-disable-next-line no-control-regex -- it is meant to find them
const control = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F]/g;

/**
 * Makes text from outside safe for a report: cut at `most` characters with a note, unprintable characters made
 * visible, colour codes removed. Line feeds and tabs stay.
 */
export function safeText(text: string, most: number): string {
  const { kept, cut } = shorten(text, most);
  const visible = stripVTControlCharacters(kept)
    .replaceAll('\r\n', '\n')
    .replaceAll(control, picture)
    .replaceAll(invisible, (sign) => `\\u${sign.charCodeAt(0).toString(16)}`);
  return cut === 0 ? visible : `${visible} … (${cut.toLocaleString('en-US')} characters more)`;
}

/** The Unicode picture of a control character: ␀ for NUL. */
function picture(sign: string): string {
  const code = sign.charCodeAt(0);
  return code < 0x20 ? String.fromCharCode(0x2400 + code) : code === 0x7f ? '\u2421' : '\uFFFD';
}

function shorten(text: string, most: number): { kept: string; cut: number } {
  if (text.length <= most) return { kept: toUSVString(text), cut: 0 };
  const kept = toUSVString(text.slice(0, most));
  return { kept, cut: text.length - most };
}
