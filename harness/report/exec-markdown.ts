import { createColors } from 'picocolors';
import { quoted } from '../quoted.ts';
import type { ExecFindings } from '../verdict/exec/types.ts';
import { renderExecText } from './exec-text.ts';
import { inertDeep } from './inert.ts';
import { codeBlock } from './markdown-text.ts';

/** The result of a command as Markdown, to paste into an issue. */
export function renderExecMarkdown(findings: ExecFindings): string {
  const { argv, limitBytes, version } = inertDeep(findings);
  const command = quoted([
    'npm',
    'run',
    '-s',
    'repro',
    '--',
    'exec',
    '--memory',
    `${limitBytes}`,
    '--',
    ...argv,
  ]);
  return [
    `## not-a-leak exec ${version}`,
    codeBlock(renderExecText(findings, createColors(false))),
    `### How to run it again\n\n${codeBlock(command)}\n`,
  ].join('\n\n');
}
