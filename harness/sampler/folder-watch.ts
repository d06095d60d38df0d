import { closeSync, fstatSync, openSync } from 'node:fs';

/**
 * Detects subfolders that came or went, by the folder's link count: two more than it has subfolders. Its descriptor
 * stays open, as looking it up by path would cost more than the rest of a sample.
 */
export class FolderWatch {
  readonly #descriptor: number;
  #links: number | null = null;

  /** Throws ENOENT if there is none. */
  constructor(path: string) {
    this.#descriptor = openSync(path, 'r');
  }

  /** Since last seen; true if never seen. */
  isChanged(): boolean {
    return this.#now() !== this.#links;
  }

  /** Remembers the current state. */
  seen(): void {
    this.#links = this.#now();
  }

  /** Counts as changed: a replacement may have come at once for one that went. */
  forget(): void {
    this.#links = null;
  }

  close(): void {
    closeSync(this.#descriptor);
  }

  #now(): number {
    return fstatSync(this.#descriptor).nlink;
  }
}
