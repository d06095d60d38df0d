import type { Colors } from 'picocolors/types.js';

const blocks = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
const nearShare = 0.9;

/** Draws shares (0 to 1) as columns of blocks, `height` lines of them, top line first; red from 90 % on. */
export function blockChart(shares: number[], width: number, height: number, colors: Colors): string[] {
  return Array.from({ length: height }, (_, row) => {
    const floor = height - 1 - row;
    const cells = shares.map((share) => {
      const eighths = Math.round(Math.min(1, share) * height * 8);
      // Anything above zero is visible.
      const shown = floor === 0 && share > 0 ? Math.max(1, eighths) : eighths;
      const block = blocks[Math.min(8, Math.max(0, shown - floor * 8))] ?? ' ';
      return { block, near: share >= nearShare };
    });
    return painted(cells, colors) + ' '.repeat(Math.max(0, width - cells.length));
  });
}

/** One colour code per run of same-coloured cells; one per cell would be most of the output. */
function painted(cells: { block: string; near: boolean }[], { red, green }: Colors): string {
  const runs: { text: string; near: boolean }[] = [];
  for (const { block, near } of cells) {
    const last = runs.at(-1);
    if (last?.near === near) last.text += block;
    else runs.push({ text: block, near });
  }
  return runs.map(({ text, near }) => (near ? red(text) : green(text))).join('');
}
