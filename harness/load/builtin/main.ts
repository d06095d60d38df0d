/** The built-in load generator, as a program of its own. */
import { goFirst } from '../../process/priority.ts';
import { stepDown } from '../../process/step-down.ts';
import { loadNiceness, serveLoad } from '../serve.ts';
import { bodiesOf } from './bodies-of.ts';
import { Generator } from './generator.ts';
import type { LoadSettings } from './settings.ts';

await serveLoad((line, write) => {
  const settings = JSON.parse(line) as LoadSettings;
  goFirst(loadNiceness); // now: a plain user can't
  const bodyOf = bodiesOf(settings); // likewise: it may be a file that only this user can read
  stepDown(process.env);
  return new Generator(settings, bodyOf, write);
});
