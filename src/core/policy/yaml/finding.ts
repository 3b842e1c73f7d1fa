import type { KeyPath } from "./key-path.ts";

/** Something wrong in a YAML file, before its line and column are told. */
export type Finding = {
  readonly path: KeyPath;
  /** Where it stands, when the path does not say it. */
  readonly offset?: number;
  readonly message: string;
  readonly remedy: string;
};
