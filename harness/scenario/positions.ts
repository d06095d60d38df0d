import { isAlias, isMap, isScalar, isSeq, type Document, type LineCounter, type Node } from 'yaml';

type Path = readonly PropertyKey[];

/** `line:col` of the value at `path` (of its key if `key` is set); of the nearest parent if absent. */
export function positionOf(document: Document, lines: LineCounter, path: Path, key?: string): string {
  let node: Node | null = document.contents;
  let offset = node?.range?.[0] ?? 0;
  for (const step of path) {
    const next = childOf(document, node, step);
    if (!next) break;
    node = next;
    offset = node.range?.[0] ?? offset;
  }
  if (key !== undefined) offset = keyOffset(node, key) ?? offset;
  const { line, col } = lines.linePos(offset);
  return `${Math.max(line, 1)}:${Math.max(col, 1)}`;
}

function childOf(document: Document, parent: Node | null, step: PropertyKey): Node | null {
  const node = isAlias(parent) ? (parent.resolve(document) ?? null) : parent;
  if (isMap(node)) return (node.get(String(step), true) as Node | undefined) ?? null;
  if (isSeq(node)) return (node.get(Number(step), true) as Node | undefined) ?? null;
  return null;
}

function keyOffset(node: Node | null, key: string): number | undefined {
  if (!isMap(node)) return undefined;
  const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === key);
  return isScalar(pair?.key) ? pair.key.range?.[0] : undefined;
}
