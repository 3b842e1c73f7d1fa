/** A tag as the repository has it. */
export type Tag = {
  readonly name: string;
  /** The commit that it names, an annotated tag's object followed. */
  readonly commitSha: string;
  /** An annotated tag's message; null for a lightweight one, and where it was not asked. */
  readonly annotation: string | null;
};
