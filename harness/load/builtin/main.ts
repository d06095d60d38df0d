/** The load generator that comes with the tool, as a program of its own. */
import { goFirst } from '../../process/priority.ts';
import { stepDown } from '../../process/step-down.ts';
import { loadNiceness, serveLoad } from '../serve.ts';
import { Generator } from './generator.ts';
import type { LoadSettings } from './settings.ts';

await serveLoad((settings, write) => {
  goFirst(loadNiceness); // now, for a plain user can't
  stepDown(process.env);
  return new Generator(JSON.parse(settings) as LoadSettings, write);
});
