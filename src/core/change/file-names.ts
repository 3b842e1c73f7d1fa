import type { FileChange } from "./facts.ts";

/** Both names of a renamed file, since its author chose the new one. The source of a copy is left as it was. */
export function namesOf({ path, previousPath, status }: FileChange): readonly string[] {
  return previousPath === undefined || status === "copied" ? [path] : [path, previousPath];
}
