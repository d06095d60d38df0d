const mostKept = 3;
const longest = 500;

/**
 * Errors thrown by a script, from the lines of k6's stderr: the error, and below it the place, as in `\tat default
 * (file:///x/load.ts:4:10(3))`.
 */
export class ScriptErrors {
  readonly #kept = new Set<string>();
  #line = '';

  see(line: string): void {
    const place = /^\tat .*?(file:\/\/[^\s()]+:\d+:\d+)/.exec(line)?.[1];
    if (place !== undefined && this.#line !== '' && this.#kept.size < mostKept)
      this.#kept.add(`${this.#line} at ${place.replace('file://', '')}`.slice(0, longest));
    this.#line = place === undefined && !line.startsWith('\t') ? line.trim() : '';
  }

  first(): string[] {
    return [...this.#kept];
  }
}
