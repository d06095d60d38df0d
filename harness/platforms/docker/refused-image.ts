import { Failure, messageOf } from '../../errors.ts';
import type { ImageApp } from '../../scenario/app-schema.ts';
import type { Arm } from '../../scenario/types.ts';

/** What a runtime says of a program that the image lacks, and of a user; each is the scenario's to mend. */
const refusals: { said: RegExp; key: (app: ImageApp) => string; hint: string }[] = [
  {
    said: /unable to find (?:user|group) [^:]+: [^:\n]+/,
    key: ({ user }) => (user === undefined ? 'image' : 'user'),
    hint: "A user is a name of the image's own, or a number.",
  },
  {
    said: /exec: "[^"]*": (?:stat \S+: )?[^:\n]+|no command specified/i,
    key: ({ args }) => (args === undefined ? 'image' : 'args'),
    hint: "app.args takes the place of the image's CMD: what its ENTRYPOINT is given, or the program itself if it has none.",
  },
];

/** Why a container of one's own image can't be started; other errors unchanged. */
export function asRefusedImage({ id, setup: { app }, locate }: Arm, error: unknown): unknown {
  if (!('image' in app)) return error;
  for (const { said, key, hint } of refusals) {
    const [why] = said.exec(messageOf(error)) ?? [];
    if (why === undefined) continue;
    const at = locate(['app', key(app)]);
    return new Failure('usage', `${at}: app.${key(app)}: ${id} can't start: ${why}`, { hint, cause: error });
  }
  return error;
}
