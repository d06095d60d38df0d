import type { Colors } from 'picocolors/types.js';
import type { Check } from '../../recording/types.ts';
import type { Right } from '../../platforms/rights.ts';

export interface Diagnosis {
  platform: string;
  /** Whether a run can start there. */
  able: boolean;
  checks: Check[];
  /** The rights that its steps need, whoever runs it. */
  rights: Right[];
}

/** Indent of continuation lines: where the last column begins. */
const indent = ' '.repeat(36);

/** Everything that `doctor` found, for people. */
export function renderDiagnoses(diagnoses: Diagnosis[], load: Check[], colors: Colors): string {
  const blocks = [
    ...diagnoses.map((one) => renderDiagnosis(one, colors)),
    [colors.bold('load'), ...checkRows(load, colors)].join('\n'),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function renderDiagnosis({ platform, able, checks, rights }: Diagnosis, colors: Colors): string {
  const verdict = able ? colors.green('can run') : colors.red("can't run");
  return [
    `${colors.bold(platform)}: ${verdict}`,
    ...checkRows(checks, colors),
    '  rights that its steps need:',
    ...rights.map(({ takes, step, why }) => row(takes.padEnd(7), step, why)),
  ].join('\n');
}

function checkRows(checks: Check[], colors: Colors): string[] {
  const marks = {
    ok: colors.green('ok     '),
    warn: colors.yellow('warn   '),
    missing: colors.red('missing'),
  };
  return checks.flatMap(({ name, state, found, hint }) => [
    row(marks[state], name, found),
    ...(hint === null ? [] : [`${indent}${hanging(hint)}`]),
  ]);
}

function row(mark: string, name: string, text: string): string {
  return `  ${mark}  ${name.padEnd(23)}  ${hanging(text)}`;
}

function hanging(text: string): string {
  return text.replaceAll('\n', `\n${indent}`);
}
