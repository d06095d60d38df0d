import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { copyOut } from '../../files/copy-out.ts';
import { freePort } from '../../process/free-port.ts';
import { asRequests } from '../../scenario/load-schema.ts';
import type { Arm } from '../../scenario/types.ts';
import { seededBytes } from '../bodies.ts';
import { addressIn, type Load } from '../load.ts';
import { planOf } from '../plan.ts';
import { driveProgram } from '../program.ts';
import { requestShape } from '../request-shape.ts';
import { k6Command, loadVariables, type K6Files } from './command.ts';
import { commonScript } from './scripts.ts';
import type { K6Settings } from './settings.ts';

interface K6Options {
  /** The k6 program. */
  k6: string;
  /** The program that runs it. */
  program: string;
  /** Arms' own scripts in place of the common one, by arm id. */
  scripts: ReadonlyMap<string, string>;
  seed: number;
  /** For files that are useless after the run. */
  workFolder: string;
  /** For the summaries, as k6-SCENARIO-ARM.json. */
  logFolder: string;
}

/** The external load generator k6: one process per arm. */
export function k6Load({ k6, program, scripts, seed, workFolder, logFolder }: K6Options): Load {
  const filesOf = (arm: Arm): K6Files => {
    const { bodyBytes, bodyFile } = requestShape(arm);
    const seeded = (size: number) => written(join(workFolder, `body-${size}`), seededBytes(seed, size));
    return {
      script: scripts.get(arm.id) ?? commonScript,
      config: written(join(workFolder, 'k6.json'), '{}'),
      body: bodyFile ?? (bodyBytes === null ? null : seeded(bodyBytes)),
      summary: join(workFolder, summaryName(arm)),
    };
  };
  return {
    name: 'k6',
    prepare: async (arm, url, record) => {
      const load = asRequests(arm.setup.load);
      const port = await freePort();
      const plan = planOf(load);
      const files = filesOf(arm);
      const command = k6Command(k6, port, files);
      const variables = loadVariables(addressIn(url), plan, load.maxVUs, requestShape(arm), files);
      const settings: K6Settings = { arm: arm.id, plan, command, variables, port };
      const running = driveProgram('k6', program, settings, record);
      const stop = async () => {
        await running.stop();
        copyOut(join(workFolder, summaryName(arm)), join(logFolder, summaryName(arm)));
      };
      return { run: running.run, stop };
    },
  };
}

function summaryName({ id }: Arm): string {
  return `k6-${id.replaceAll('/', '-')}.json`;
}

/** Written once: another arm's k6 may be reading it. */
function written(path: string, content: string | Uint8Array): string {
  if (!existsSync(path)) writeFileSync(path, content);
  return path;
}
