import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { LineCounter, parseAllDocuments } from 'yaml';
import { messageOf, systemCode } from '../../../errors.ts';
import { scenarioFailure } from '../../../scenario/problems.ts';

/** A file of objects, or a folder that kustomize builds. */
export interface Source {
  path: string;
  /** As the scenario names it. */
  shownAs: string;
  isKustomization: boolean;
}

const isManifest = /\.(ya?ml|json)$/;
/** https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/ */
const kustomizations = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

/** What a path of `app.manifests` stands for. `where` begins the messages of its usage Failures. */
export function sourcesAt(path: string, shownAs: string, where: string): Source[] {
  const entries = entriesOf(path, `${where}: ${shownAs}`);
  if (entries === null) return [{ path, shownAs, isKustomization: false }];
  if (kustomizations.some((name) => entries.includes(name)))
    return [{ path, shownAs, isKustomization: true }];
  const files = entries.filter((name) => isManifest.test(name)).toSorted();
  if (files.length === 0)
    throw scenarioFailure([`${where}: ${shownAs}: this folder has neither *.yaml nor a kustomization.yaml`]);
  return files.map((name) => ({
    path: join(path, name),
    shownAs: join(shownAs, name),
    isKustomization: false,
  }));
}

/** The text of a YAML file; throws a usage Failure if it can't be read or is not YAML. */
export function yamlAt(path: string, where: string): string {
  if (entriesOf(path, where) !== null) throw scenarioFailure([`${where}: is a folder, not a file`]);
  const text = read(() => readFileSync(path, 'utf8'), where);
  const lines = new LineCounter();
  const errors = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false }).flatMap((one) =>
    one.errors.map((error) => {
      const { line, col } = lines.linePos(error.pos[0]);
      return `${where}:${line}:${col}: ${error.message}`;
    }),
  );
  if (errors.length > 0) throw scenarioFailure(errors.slice(0, 10));
  return text;
}

/** The names in a folder; null for a file. */
function entriesOf(path: string, where: string): string[] | null {
  const found = read(() => statSync(path), where);
  if (found.isDirectory()) return read(() => readdirSync(path), where);
  if (found.isFile()) return null;
  throw scenarioFailure([`${where}: is neither a file nor a folder`]);
}

function read<T>(act: () => T, where: string): T {
  try {
    return act();
  } catch (error) {
    const code = systemCode(error);
    if (code === undefined) throw error;
    const why = code === 'ENOENT' ? 'there is no such file or folder' : messageOf(error);
    throw scenarioFailure([`${where}: ${why}`]);
  }
}
