/** The built-in load generator, as a program of its own. */
import { goFirst } from '../../process/priority.ts';
import { stepDown } from '../../process/step-down.ts';
import { loadNiceness, serveLoad } from '../serve.ts';
import { Generator } from './generator.ts';
import type { LoadSettings } from './settings.ts';

await serveLoad((settings, write) => {
  goFirst(loadNiceness); // now: a plain user can't
  stepDown(process.env);
  return new Generator(JSON.parse(settings) as LoadSettings, write);
});
