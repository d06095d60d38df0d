/** What is between words, one word (plain, quoted or both: `a'b c'"d e"\ f`), or a quote that is not closed. */
const token = /(?:\s|\\\n)+|(?<word>(?:[^\s'"\\]|\\[^]|'[^']*'|"(?:[^"\\]|\\[^])*")+)|(?<open>[^]+)/g;
/** What loses its quotes in a word, or its backslash. */
const quoted = /\\\n|\\([^])|'([^']*)'|"((?:[^"\\]|\\[^])*)"/g;

/**
 * Splits arguments into words as a POSIX shell does, and expands nothing: `$HOME`, `*`, `;` and `#` stay as they are.
 * Throws an Error at a quote that is not closed.
 * https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_02
 * @param {string} text @returns {string[]}
 */
export function splitWords(text) {
  return [...text.matchAll(token)].flatMap(({ groups }) => {
    const { word, open } = groups ?? {};
    if (open !== undefined) throw new Error(`args has a quote that is not closed: ${open.trim()}`);
    return word === undefined ? [] : [unquoted(word)];
  });
}

/** @param {string} word */
function unquoted(word) {
  return word.replaceAll(quoted, (_, escaped, single, double) => escaped ?? single ?? inDouble(double));
}

/** Between double quotes a backslash escapes these alone. @param {string | undefined} text */
function inDouble(text = '') {
  return text.replaceAll('\\\n', '').replaceAll(/\\([$`"\\])/g, '$1');
}
