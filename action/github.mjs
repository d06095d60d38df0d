// What an action says to GitHub: workflow commands on stdout, and files that the runner reads once the step is over.
// https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
import { randomUUID } from 'node:crypto';
import { appendFileSync } from 'node:fs';

/**
 * Writes a workflow command.
 * @param {string} name @param {string} [message] @param {Record<string, string>} [properties]
 */
export function command(name, message = '', properties = {}) {
  const given = Object.entries(properties).map(([key, value]) => `${key}=${inProperty(value)}`);
  process.stdout.write(`::${[name, given.join(',')].filter(Boolean).join(' ')}::${escaped(message)}\n`);
}

/**
 * Adds values to the file that a variable names: GITHUB_OUTPUT, GITHUB_STATE.
 * @param {string | undefined} file @param {Record<string, string | number>} values
 */
export function tell(file, values) {
  if (!file) return;
  const end = `end-${randomUUID()}`; // no value holds it, so that none can pass for another
  const parts = Object.entries(values).map(([name, value]) => `${name}<<${end}\n${value}\n${end}\n`);
  appendFileSync(file, parts.join(''));
}

/** `##[` begins a command, too, anywhere in a line. @param {string} text */
function escaped(text) {
  return text
    .replaceAll('%', '%25')
    .replaceAll('\r', '%0D')
    .replaceAll('\n', '%0A')
    .replaceAll('##[', '# #[');
}

/** @param {string} text */
function inProperty(text) {
  return escaped(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
