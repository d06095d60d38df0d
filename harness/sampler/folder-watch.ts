import { closeSync, fstatSync, openSync } from 'node:fs';

/**
 * Whether folders came to a folder or went from it, by its link count, which is two more than it has of them. Its
 * descriptor stays open: to find it by its path each time costs more than all else of a sample.
 */
export class FolderWatch {
  readonly #descriptor: number;
  #links: number | null = null;

  /** Throws ENOENT where there is none. */
  constructor(path: string) {
    this.#descriptor = openSync(path, 'r');
  }

  /** Since it was last seen; true where it never was. */
  isChanged(): boolean {
    return this.#now() !== this.#links;
  }

  /** Takes it as it is now. */
  seen(): void {
    this.#links = this.#now();
  }

  /** Takes it as changed: one that went may have had another in its place at once. */
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
