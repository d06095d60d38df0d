/** Escapes text for attributes and elements; what XML forbids must already be gone, see `inert`. */
export function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&apos;')
    .replaceAll('\n', '&#10;');
}

/** An element with its children on separate lines; null attributes are left out. */
export function element(
  name: string,
  attributes: Record<string, string | number | null>,
  children: string[] = [],
): string {
  const given = Object.entries(attributes)
    .filter(([, value]) => value !== null)
    .map(([key, value]) => ` ${key}="${escapeXml(String(value))}"`)
    .join('');
  if (children.length === 0) return `<${name}${given}/>`;
  const inner = children.map((child) => child.replaceAll(/^/gm, '  ')).join('\n');
  return `<${name}${given}>\n${inner}\n</${name}>`;
}
