import { createColors } from 'picocolors';
import type { ExecLine } from '../recording/exec-line.ts';
import type { ExecFindings } from '../verdict/exec/types.ts';
import { execAgain } from './again.ts';
import { renderExecText } from './exec-text.ts';
import { inertDeep } from '../text/inert.ts';
import { codeBlock } from '../text/markdown.ts';
import { versionWords } from './versions.ts';

/** The result of a command as Markdown, to paste into an issue. */
export function renderExecMarkdown(findings: ExecFindings, exec: ExecLine): string {
  return [
    `## not-a-leak exec ${inertDeep(versionWords(findings))}`,
    codeBlock(renderExecText(findings, createColors(false))),
    `### How to run it again\n\n${codeBlock(execAgain(inertDeep(exec)))}\n`,
  ].join('\n\n');
}
