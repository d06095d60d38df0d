// What the licences of bundled packages ask for: their names and their texts beside the code that holds them.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isPermissive } from './permissive.mjs';

/** For packages that name their licence and hold no text of it: NAME.txt, with a slash as `+`. */
const ownTexts = new URL('licence-texts/', import.meta.url);

/**
 * The text of THIRD-PARTY-LICENSES.txt: each package of which something is in the output of esbuild, with version,
 * licence and the licence's text; packages with the same text stand above it together.
 * Throws, with all that is wrong, for a package without a text or with a licence that is not permissive.
 *
 * @param {{ outputs: Record<string, { inputs: Record<string, { bytesInOutput: number }> }> }} metafile of esbuild
 * @param {string} root the folder that the metafile's paths start from
 */
export function licencesOf(metafile, root) {
  const packages = bundledFolders(metafile).map((folder) => readPackage(join(root, folder)));
  const wrong = packages.flatMap(faultOf);
  if (wrong.length > 0) throw new Error(`These packages can't be bundled:\n  ${unique(wrong).join('\n  ')}`);

  /** @type {Map<string, string[]>} */
  const namesByText = new Map();
  for (const { title, text } of packages.toSorted((a, b) => (a.title < b.title ? -1 : 1)))
    namesByText.set(text, [...(namesByText.get(text) ?? []), title]);
  const parts = [...namesByText].map(([text, names]) => `${unique(names).join('\n')}\n\n${text}\n`);
  return [heading, ...parts].join(`\n${'-'.repeat(80)}\n\n`);
}

const heading = 'Files of this folder hold code of these packages, under these licences.\n';

/** The folders of packages of which at least a byte was written: what was left out is not distributed. */
function bundledFolders(/** @type {Parameters<typeof licencesOf>[0]} */ { outputs }) {
  const inputs = Object.values(outputs).flatMap((output) => Object.entries(output.inputs));
  const paths = inputs.filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([path]) => path);
  // A module that the `browser` field turns off is `(disabled):PATH`; the last node_modules is the package's own.
  const folders = paths.map(
    (path) => /^(?:[^/]*:)?(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? [],
  );
  return unique(folders.flat());
}

function readPackage(/** @type {string} */ folder) {
  const { name, version, license, licenses } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  // Before npm 2 it was `licenses: [{ type }]`, any of which could be chosen.
  const licence =
    license?.type ?? license ?? licenses?.map((/** @type {any} */ one) => one.type).join(' OR ');
  return { title: `${name} ${version} (${licence})`, licence, text: textOf(folder, name) };
}

function faultOf(/** @type {ReturnType<typeof readPackage>} */ { title, licence, text }) {
  if (!isPermissive(licence)) return [`${title}: this licence is not known to be permissive`];
  return text === '' ? [`${title}: it has no text of its licence, nor is there one in licence-texts`] : [];
}

/** The licence and what the authors want noticed with it, else what the README says under «License». */
function textOf(/** @type {string} */ folder, /** @type {string} */ name) {
  const names = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name)
    .toSorted();
  const matching = (/** @type {RegExp} */ pattern) =>
    names.filter((one) => pattern.test(one)).map((one) => readFileSync(join(folder, one), 'utf8').trim());
  const licences = matching(/^(un)?(licen[cs]e|copying)/i);
  const readme = matching(/^readme/i).flatMap(licenceInReadme);
  const own = new URL(`${name.replace('/', '+')}.txt`, ownTexts);
  const first = [licences, readme].find((texts) => texts.length > 0) ?? [];
  const found = first.length === 0 && existsSync(own) ? [readFileSync(own, 'utf8').trim()] : first;
  return found.length === 0 ? '' : [...found, ...matching(/^notice/i)].join('\n\n').replaceAll('\r\n', '\n');
}

/** A section that only names the licence is no text of it. */
function licenceInReadme(/** @type {string} */ readme) {
  const section = /^#+ *licen[cs]e[^\n]*\n(.*?)(?=^#|$(?![\s\S]))/ims.exec(readme)?.[1]?.trim() ?? '';
  return section.includes('Permission') ? [section] : [];
}

/** @template T @param {T[]} values */
const unique = (values) => [...new Set(values)];
