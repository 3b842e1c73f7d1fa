import type { AccountBook } from "#core/history/people.ts";
import { decodeText } from "./decode-bytes.ts";
import { type GitRepository, streamGit } from "./git.ts";

/** The ids of all who wrote a commit that any of the revisions reaches, in the order of their first commit. */
export async function readAuthors(
  repository: GitRepository,
  revisions: readonly string[],
  people: AccountBook,
): Promise<ReadonlySet<number>> {
  const args = ["log", "-z", "--reverse", "--no-show-signature", "--encoding=UTF-8"];
  const ids = new Set<number>();
  const chunks: Buffer[] = [];
  for await (const chunk of streamGit(repository, [
    ...args,
    "--format=%aN%n%aE",
    ...revisions,
    "--",
  ])) {
    chunks.push(chunk);
  }
  for (const author of new Set(decodeText(Buffer.concat(chunks)).split("\0"))) {
    const [name = "", email = ""] = author.split("\n");
    if (author !== "") ids.add(people.accountOf(name, email).id);
  }
  return ids;
}
