import { decodeText } from "./decode-bytes.ts";
import { type GitRepository, streamGit } from "./git.ts";

/** Who a commit names, after the repository's `.mailmap`. */
export type Signature = { readonly name: string; readonly email: string };

export type Commit = {
  readonly sha: string;
  readonly parents: readonly string[];
  readonly committedAtMs: number;
  readonly author: Signature;
  readonly committer: Signature;
  readonly message: string;
};

const fields = ["%H", "%P", "%ct", "%aN", "%aE", "%cN", "%cE", "%B"] as const;

/**
 * The commits of a revision (all that it reaches), of a range (`a..b`) or of several revisions, the newest first, by their SHA. When `signal`
 * aborts, those that were read by then.
 */
export async function readCommits(
  repository: GitRepository,
  revisions: string | readonly string[],
  signal?: AbortSignal,
): Promise<Map<string, Commit>> {
  const commits = new Map<string, Commit>();
  const signatures = new Map<string, Signature>();
  const args = ["log", "-z", "--no-show-signature", "--encoding=UTF-8"];
  const format = `--format=${fields.join("%x00")}`;
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of streamGit(
    repository,
    [...args, format, ...[revisions].flat(), "--"],
    signal,
  )) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let start = 0;
    for (;;) {
      const record = readRecord(bytes, start);
      if (record === undefined) break;
      const commit = toCommit(record.fields, signatures);
      commits.set(commit.sha, commit);
      start = record.end;
    }
    rest = bytes.subarray(start);
  }
  return commits;
}

/** The mainline, oldest first: what ends in `head`, its first parent, and so on. */
export function mainlineOf(commits: ReadonlyMap<string, Commit>, head: string): readonly Commit[] {
  const mainline: Commit[] = [];
  for (let commit = commits.get(head); commit !== undefined; ) {
    mainline.push(commit);
    const parent: string | undefined = commit.parents[0];
    commit = parent === undefined ? undefined : commits.get(parent);
  }
  return mainline.reverse();
}

function readRecord(
  bytes: Buffer,
  start: number,
): { readonly fields: readonly Buffer[]; readonly end: number } | undefined {
  const found: Buffer[] = [];
  let from = start;
  while (found.length < fields.length) {
    const to = bytes.indexOf(0, from);
    if (to === -1) return undefined;
    found.push(bytes.subarray(from, to));
    from = to + 1;
  }
  return { fields: found, end: from };
}

function toCommit(record: readonly Buffer[], signatures: Map<string, Signature>): Commit {
  const [sha, parents, committedAt, authorName, authorEmail, committerName, committerEmail, body] =
    record.map(decodeText) as [string, string, string, string, string, string, string, string];
  return {
    sha,
    parents: parents === "" ? [] : parents.split(" "),
    committedAtMs: Number(committedAt) * 1_000,
    author: intern(signatures, authorName, authorEmail),
    committer: intern(signatures, committerName, committerEmail),
    message: body,
  };
}

/** One object a person instead of one a commit: long histories have few people. */
function intern(signatures: Map<string, Signature>, name: string, email: string): Signature {
  const key = `${name}\0${email}`;
  const known = signatures.get(key);
  if (known !== undefined) return known;
  const signature = { name, email };
  signatures.set(key, signature);
  return signature;
}
