import { type CodeOwnersFile, codeOwnersPaths } from "#core/code-owners/code-owners-file.ts";
import { parseCodeOwners } from "#core/code-owners/parse-code-owners.ts";
import type { PullRequestNode } from "./snapshot-schema.ts";
import { readText } from "./text-file.ts";

/**
 * The CODEOWNERS file at the tip of the base branch: the first of GitHub's three places that has one, even where it can't be
 * read. Null when none has.
 */
export function codeOwnersOf({ baseRef }: PullRequestNode): CodeOwnersFile | null {
  const { codeOwners0, codeOwners1, codeOwners2 } = baseRef?.target ?? {};
  const places = [codeOwners0, codeOwners1, codeOwners2];
  const index = places.findIndex((file) => file);
  const [file, path] = [places[index], codeOwnersPaths[index]];
  if (!file || path === undefined) return null;
  const text = readText(file);
  const content = text.kind === "text" ? parseCodeOwners(text.text) : text;
  return { path, blobSha: file.oid, content };
}
