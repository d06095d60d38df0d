import stringWidth from 'string-width';
import type { Output } from '../../host.ts';

const hideCursor = '\u001b[?25l';
const showCursor = '\u001b[?25h';
/** Synchronized update: terminals that know it show the change at once, others ignore it. */
const beginUpdate = '\u001b[?2026h';
const endUpdate = '\u001b[?2026l';
const eraseBelow = '\r\u001b[J';

/** Redraws lines at the bottom of a terminal in place, with a scrolling log above them. */
export class Painter {
  readonly #output: Output;
  #lines: string[] = [];

  constructor(output: Output) {
    this.#output = output;
    this.open();
  }

  /** Takes the cursor; again after `close`. */
  open(): void {
    this.#output.write(hideCursor);
  }

  /** Each line must fit into the terminal. */
  paint(lines: string[]): void {
    if (lines.length === this.#lines.length && lines.every((line, index) => line === this.#lines[index]))
      return;
    this.#write('', lines);
  }

  /** Writes whole lines above the painted ones. */
  log(text: string): void {
    this.#write(`${text}\n`, this.#lines);
  }

  /** Erases the painted lines and gives the cursor back. */
  close(): void {
    this.#write('', []);
    this.#output.write(showCursor);
  }

  #write(log: string, lines: string[]): void {
    this.#output.write(`${beginUpdate}${this.#erasing()}${log}${lines.join('\n')}${endUpdate}`);
    this.#lines = lines;
  }

  /** From the end of the last line back to before the first; a terminal made narrower has wrapped them. */
  #erasing(): string {
    if (this.#lines.length === 0) return '';
    const { columns } = this.#output.size();
    const rows = this.#lines.reduce(
      (sum, line) => sum + Math.max(1, Math.ceil(stringWidth(line) / columns)),
      0,
    );
    return `${rows > 1 ? `\u001b[${rows - 1}A` : ''}${eraseBelow}`;
  }
}
