import xterm from '@xterm/headless';
import type { Output } from '../../../../harness/cli/host.ts';

/** A terminal that is emulated, so that a test sees what a person would. */
export class FakeTerminal {
  readonly #terminal: xterm.Terminal;
  readonly output: Output;
  written = '';

  constructor(columns: number, rows: number) {
    const terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, convertEol: true });
    this.#terminal = terminal;
    this.output = {
      write: (text) => {
        this.written += text;
        terminal.write(text);
      },
      isTTY: true,
      size: () => ({ columns: terminal.cols, rows: terminal.rows }),
    };
  }

  async resize(columns: number, rows: number): Promise<void> {
    await this.#settled();
    this.#terminal.resize(columns, rows);
  }

  /** All lines, also those that scrolled out of sight, without what is empty at the end. */
  async lines(): Promise<string[]> {
    await this.#settled();
    const { active } = this.#terminal.buffer;
    const all = Array.from(
      { length: active.length },
      (_, row) => active.getLine(row)?.translateToString(true) ?? '',
    );
    return all.slice(0, all.findLastIndex((line) => line !== '') + 1);
  }

  async #settled(): Promise<void> {
    await new Promise<void>((resolve) => this.#terminal.write('', resolve));
  }
}
