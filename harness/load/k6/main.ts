/** Runs k6 for one arm, as a program of its own: so k6 ends also when the harness is gone. */
import { serveLoad } from '../serve.ts';
import { K6Run } from './run.ts';
import type { K6Settings } from './settings.ts';

await serveLoad((settings, write) => new K6Run(JSON.parse(settings) as K6Settings, write));
