/** The load generator that comes with the tool, as a program of its own. */
import { stepDown } from '../../step-down.ts';
import { serveLoad } from '../serve.ts';
import { Generator } from './generator.ts';
import type { LoadSettings } from './settings.ts';

await serveLoad((settings, write) => {
  stepDown();
  return new Generator(JSON.parse(settings) as LoadSettings, write);
});
