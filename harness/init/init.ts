import { basename, join, resolve } from 'node:path';
import { Failure, messageOf } from '../errors.ts';
import { packageFolder } from '../package/folder.ts';
import type { Caller } from '../process/caller.ts';
import { loadScenario } from '../scenario/load-suite.ts';
import { armsOf } from './arms.ts';
import type { Draft } from './draft.ts';
import { findDraft } from './find-draft.ts';
import { loadOf } from './load.ts';
import { quantityOf } from './quantity.ts';
import type { InitRequest } from './request.ts';
import { scenarioText } from './scenario-text.ts';
import { schemaSeenFrom } from './schema-line.ts';
import { checkFolder, writeFolder } from './write-folder.ts';

/** A scenario that was written. */
export interface Made {
  /** As the user named it. */
  folder: string;
  /** What it was made from. */
  source: string;
  files: { path: string; about: string }[];
  arms: { name: string; title: string }[];
  took: string[];
  left: string[];
  /** Lines that only the user can fill in, as `file:line: what`. */
  edit: string[];
}

/**
 * Writes a scenario for an app of one's own, with arms made from what is there. The user's own files are read, and
 * not written.
 *
 * @throws a Failure of kind `usage` if something is wrong with what is asked, or not there; nothing is left then
 */
export async function init(request: InitRequest, caller: Caller): Promise<Made> {
  const folder = resolve(caller.cwd, request.out);
  checkFolder(folder, basename(folder), request.out);
  const draft = await findDraft(request, folder, caller);
  const limit = limitOf(draft, request);
  const load = loadOf(draft, request, limit.bytes);
  const arms = armsOf(draft, limit.bytes, load);
  const schema = schemaSeenFrom(folder, packageFolder);
  const text = scenarioText({ draft, limit, load, arms, schema });
  const scenario = {
    path: 'scenario.yaml',
    text,
    about: 'the scenario: how it is run, and what each arm must show',
  };
  const files = [scenario, ...draft.files, ...arms.flatMap(({ patch }) => (patch ? [patch] : []))];
  writeFolder(folder, files, caller.env, () => checkScenario(folder));
  return {
    folder: request.out,
    source: draft.source,
    files: files.map(({ path, about }) => ({ path, about })),
    arms: arms.map(({ name, title = 'as it is' }) => ({ name, title })),
    took: [`the limit ${quantityOf(limit.bytes)}: ${limit.from}`, ...draft.took, load.words],
    left: draft.left,
    edit: editsIn(text, join(request.out, 'scenario.yaml')),
  };
}

function limitOf({ limit, limited }: Draft, { memoryBytes }: InitRequest): { bytes: number; from: string } {
  if (memoryBytes !== undefined) return { bytes: memoryBytes, from: '--memory' };
  if (limit !== null) return limit;
  throw new Failure('usage', `${limited} has no memory limit that could be read.`, {
    hint: 'Name the one that is in force where it dies: --memory 256Mi',
  });
}

/** What was written must be right: whatever was found may say what no scenario can. */
function checkScenario(folder: string): void {
  try {
    loadScenario(join(folder, 'scenario.yaml'));
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    throw new Failure('usage', 'What was found makes no valid scenario, so nothing was written.', {
      hint: messageOf(error),
    });
  }
}

/** The lines after an EDIT comment, with what it says. */
function editsIn(text: string, file: string): string[] {
  const lines = text.split('\n');
  return lines.flatMap((line, index) => {
    const what = /^\s*# EDIT: (.*?):?$/.exec(line)?.[1];
    if (what === undefined) return [];
    const after = lines.slice(index + 1).findIndex((next) => !next.trim().startsWith('#'));
    return [`${file}:${index + 2 + after}: ${what}`];
  });
}
