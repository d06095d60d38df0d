/** Licences that let their code be in a bundle under Apache-2.0, so long as names and texts go with it (SPDX). */
const permissive = [
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'Unlicense',
  'Zlib',
];

/**
 * Whether an SPDX expression is permissive: of an OR one is enough, of an AND all must be. What holds both, or
 * anything that is not known, is not.
 */
export function isPermissive(/** @type {unknown} */ expression) {
  if (typeof expression !== 'string') return false;
  const words = expression.replaceAll(/[()]/g, '').trim();
  const choices = words.split(/ OR /i);
  const parts = words.split(/ AND /i);
  if (choices.length > 1 && parts.length > 1) return false;
  return choices.length > 1 ? choices.some(isKnown) : parts.every(isKnown);
}

const isKnown = (/** @type {string} */ licence) => permissive.includes(licence.trim());
