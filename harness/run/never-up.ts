import { arch } from 'node:os';
import { Failure } from '../errors.ts';
import type { NeverUp } from '../platforms/platform.ts';
import { isSample } from '../scenario/app-schema.ts';
import type { Arm } from '../scenario/types.ts';

const otherProcessor =
  "Its program is for another kind of processor, or is no program: this host's is " + arch();

/** Why an app never came up: its limit is too low (the scenario's fault), or it is broken. */
export function failureOf(arm: Arm, { oomKilled, lastLines, message }: NeverUp): Failure {
  if (oomKilled) {
    const limit = `${Math.round(arm.setup.memory / 2 ** 20)}Mi`;
    return new Failure(
      'usage',
      `${arm.locate(['memory'])}: memory: ${limit} is less than the app of ${arm.id} needs to start`,
      {
        hint: `It was OOM-killed before it took a request.${isSample(arm.setup.app) ? ' The sample app needs 48Mi or more.' : ''}`,
      },
    );
  }
  const said = lastLines.length > 0 ? `Its last lines:\n${lastLines.join('\n')}` : 'It printed nothing.';
  return new Failure('infrastructure', `${arm.id}: the app ${message} before it took a request.`, {
    hint: lastLines.some((line) => line.includes('exec format error')) ? `${said}\n${otherProcessor}` : said,
  });
}
