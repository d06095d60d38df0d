/** Escapes text for Markdown: it can't format, mention anyone, or form a tag. */
export function escapeMarkdown(text: string): string {
  return text
    .replaceAll(/[\\`*_{}[\]<>#|~&!]/g, (character) => `\\${character}`)
    .replaceAll(/^(\s*)([-+>]|\d+[.)])(?=\s)/g, '$1\\$2')
    .replaceAll('@', '@\u200b');
}

/** Rows of texts as a table; the first is its header. */
export function markdownTable([header = [], ...rows]: string[][]): string {
  return [tableLine(header), `|${' --- |'.repeat(header.length)}`, ...rows.map(tableLine)].join('\n');
}

function tableLine(cells: string[]): string {
  return `| ${cells.map(escapeMarkdown).join(' | ')} |`;
}

/** A code block, in a fence longer than any inside it. */
export function codeBlock(text: string): string {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}\n${text}\n${fence}`;
}
