/** Runs k6 for one arm, as a program of its own, so that k6 ends even if the harness is gone. */
import { serveLoad } from '../serve.ts';
import { K6Run } from './run.ts';
import type { K6Settings } from './settings.ts';

await serveLoad((settings, write) => new K6Run(JSON.parse(settings) as K6Settings, write));
