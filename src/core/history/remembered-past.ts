import { hotspotDays, type Past, type Touch } from "./history-facts.ts";

const forgetAfterMs = hotspotDays * 86_400_000;

/** What a merged change did to one file. */
export type RememberedFile = {
  readonly path: string;
  /** The former name of a renamed file. */
  readonly movedFrom?: string;
};

type FilePast = { readonly touches: Touch[]; readonly authors: Set<number> };

const untouched: Readonly<FilePast> = { touches: [], authors: new Set() };

/** A past in memory, fed with one merged change after the other. A renamed file keeps its past. */
export class RememberedPast implements Past {
  readonly #files = new Map<string, FilePast>();
  readonly #changesByAuthor = new Map<number, number>();

  touchesOf(path: string): readonly Touch[] {
    return (this.#files.get(path) ?? untouched).touches;
  }

  hasTouched(author: number, path: string): boolean {
    return (this.#files.get(path) ?? untouched).authors.has(author);
  }

  changesOf(author: number): number {
    return this.#changesByAuthor.get(author) ?? 0;
  }

  /** Remembers a merged change and the files that it touched. */
  remember(touch: Touch, files: readonly RememberedFile[]): void {
    for (const author of touch.authors) {
      this.#changesByAuthor.set(author, this.changesOf(author) + 1);
    }
    for (const file of files) {
      const past = this.#filePast(file);
      const { touches } = past;
      while (touches[0] !== undefined && touches[0].atMs < touch.atMs - forgetAfterMs) {
        touches.shift();
      }
      touches.push(touch);
      for (const author of touch.authors) past.authors.add(author);
    }
  }

  #filePast({ path, movedFrom }: RememberedFile): FilePast {
    const known = this.#files.get(movedFrom ?? path) ?? { touches: [], authors: new Set() };
    if (movedFrom !== undefined) this.#files.delete(movedFrom);
    this.#files.set(path, known);
    return known;
  }
}
