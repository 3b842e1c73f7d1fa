import { headerOf, parseSignature, type Signature } from "./commit.ts";
import { runGit } from "./run-git.ts";

/** An annotated tag: an object of its own, which names another. */
export type Tag = {
  readonly sha: string;
  readonly name: string;
  readonly object: { readonly sha: string; readonly type: string };
  readonly tagger: Signature;
  readonly message: string;
};

/** Reads git's raw tag object. */
export function parseTag(sha: string, bytes: Buffer): Tag {
  const text = bytes.toString("utf8");
  const endOfHeaders = text.indexOf("\n\n");
  const headers = text.slice(0, endOfHeaders).split("\n");
  return {
    sha,
    name: headerOf(headers, "tag"),
    object: { sha: headerOf(headers, "object"), type: headerOf(headers, "type") },
    tagger: parseSignature(headerOf(headers, "tagger")),
    message: text.slice(endOfHeaders + 2).replace(/\n$/, ""),
  };
}

/** Writes a tag object for a commit and answers its SHA. */
export async function writeTag(
  gitDirectory: string,
  tag: Pick<Tag, "name" | "tagger" | "message"> & { readonly commitSha: string },
): Promise<string> {
  const { name, email, date } = tag.tagger;
  const seconds = Math.floor(date.getTime() / 1000);
  const content = [
    `object ${tag.commitSha}`,
    "type commit",
    `tag ${tag.name}`,
    `tagger ${name} <${email}> ${seconds} +0000`,
    "",
    `${tag.message}\n`,
  ].join("\n");
  const write = ["hash-object", "-t", "tag", "-w", "--stdin"];
  return (await runGit(gitDirectory, write, content)).toString("utf8").trim();
}
