import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';

/** What is read of a report that vitest writes with `--reporter=json`. */
interface Report {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  testResults: { name: string; status: string }[];
}

/** The reports of all steps that are tests: NAME.json, and NAME.again.json of the second try. */
export class Reports {
  readonly #folder = mkdtempSync(join(tmpdir(), 'nal-ci-'));

  /** Arguments for vitest that keep its report, and show it as ever. */
  argumentsFor(name: string): string[] {
    return ['--reporter=default', '--reporter=json', `--outputFile.json=${this.#file(name)}`];
  }

  /** The files with a failed test, from the current folder; none where there is no whole report. */
  failedFiles(name: string): string[] {
    const failed = this.#read(name)?.testResults.filter(({ status }) => status === 'failed') ?? [];
    return failed.map((file) => relative(process.cwd(), file.name));
  }

  /** How many tests of a step failed at the last try; 0 where there is no whole report. */
  failedAtLast(name: string): number {
    return (this.#read(`${name}.again`) ?? this.#read(name))?.numFailedTests ?? 0;
  }

  /** The sum of all tests, at their last try, and of `broken` steps that failed without a failed test. */
  sum(broken: number): string {
    let [passed, again, failed, skipped] = [0, 0, broken, 0];
    for (const name of this.#names()) {
      const first = this.#read(name);
      if (!first) continue;
      const failedAtLast = this.failedAtLast(name);
      const atSecondTry = first.numFailedTests - failedAtLast;
      again += atSecondTry;
      passed += first.numPassedTests + atSecondTry;
      failed += failedAtLast;
      skipped += first.numPendingTests;
    }
    const ofThem = again > 0 ? ` (${again} of them at the second try)` : '';
    return `${passed} passed${ofThem}, ${failed} failed, ${skipped} skipped`;
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #names(): string[] {
    const names = readdirSync(this.#folder).map((file) => file.replace(/\.json$/, ''));
    return names.filter((name) => !name.endsWith('.again'));
  }

  #file(name: string): string {
    return join(this.#folder, `${name}.json`);
  }

  #read(name: string): Report | null {
    const file = this.#file(name);
    if (!existsSync(file)) return null;
    try {
      return JSON.parse(readFileSync(file, 'utf8')) as Report;
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      return null; // vitest was ended as it wrote it: that step has failed by its exit code
    }
  }
}
