/** A name and address with the moment of the act, as a commit carries them. */
export type Signature = {
  readonly name: string;
  readonly email: string;
  readonly date: Date;
};

export type Commit = {
  readonly sha: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: Signature;
  readonly committer: Signature;
  readonly message: string;
};

/** Reads git's raw commit object. */
export function parseCommit(sha: string, bytes: Buffer): Commit {
  const text = bytes.toString("utf8");
  const endOfHeaders = text.indexOf("\n\n");
  const headers = text.slice(0, endOfHeaders).split("\n");
  const header = (name: string) => headerOf(headers, name);
  return {
    sha,
    tree: header("tree"),
    parents: headersNamed(headers, "parent"),
    author: parseSignature(header("author")),
    committer: parseSignature(header("committer")),
    message: text.slice(endOfHeaders + 2).replace(/\n$/, ""),
  };
}

/** The people whom `Co-authored-by` trailers name. */
export function coAuthorsOf(commit: Commit): readonly Pick<Signature, "name" | "email">[] {
  return [...commit.message.matchAll(/^co-authored-by:\s*(.+?)\s*<([^<>\s]+)>\s*$/gim)].map(
    ([, name = "", email = ""]) => ({ name, email }),
  );
}

/** The first header of that name; empty when there is none. */
export function headerOf(headers: readonly string[], name: string): string {
  return headersNamed(headers, name)[0] ?? "";
}

function headersNamed(headers: readonly string[], name: string): readonly string[] {
  return headers.filter((line) => line.startsWith(`${name} `)).map((l) => l.slice(name.length + 1));
}

/** Reads `Name <address> seconds zone`. */
export function parseSignature(text: string): Signature {
  const [, name = "", email = "", seconds = "0"] = /^(.*?) ?<(.*?)> (\d+)/.exec(text) ?? [];
  return { name, email, date: new Date(Number(seconds) * 1000) };
}
