/** The load generator that comes with the tool, as a program of its own. */
import { serveLoad } from '../serve.ts';
import { Generator } from './generator.ts';
import type { LoadSettings } from './settings.ts';

await serveLoad((settings, write) => new Generator(JSON.parse(settings) as LoadSettings, write));
