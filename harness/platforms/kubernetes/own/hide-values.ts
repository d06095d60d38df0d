/** The output of `kubectl describe pod` without the values of variables, which may be secrets. */
export function hideValues(description: string): string {
  let inside = false;
  return description
    .split('\n')
    .flatMap((line) => {
      const isDeeper = /^ {6}/.test(line);
      if (!isDeeper) inside = /^ {4}Environment:/.test(line);
      if (!inside || !isDeeper) return [line];
      const [, name] = /^( {6}[A-Za-z_][\w.-]*:)/.exec(line) ?? [];
      return name === undefined ? [] : [`${name}  (not recorded)`];
    })
    .join('\n');
}
