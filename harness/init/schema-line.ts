import { join, relative, sep } from 'node:path';

/**
 * The published schema as seen from a folder, for the YAML language server: if this package lies in a project that
 * the folder is in, too, or the folder in the package. Null elsewhere: nobody else would find it there.
 */
export function schemaSeenFrom(folder: string, packageFolder: string): string | null {
  const parts = packageFolder.split(sep);
  const modules = parts.lastIndexOf('node_modules');
  const project = modules === -1 ? packageFolder : parts.slice(0, modules).join(sep);
  const isInside = folder === project || folder.startsWith(join(project, sep));
  return isInside ? relative(folder, join(packageFolder, 'schemas', 'scenario.schema.json')) : null;
}
