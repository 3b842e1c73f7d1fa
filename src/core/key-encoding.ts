import type { Key } from "./key.ts";

/**
 * A key as readable ASCII text, e.g. `change/acme/shop/12` or `branch/acme/shop/release/1.x`.
 *
 * A branch name's slashes stay; other characters that a URL would escape are escaped.
 *
 * @throws URIError for a branch name with half a surrogate pair, which no git reference has
 */
export function encodeKey(key: Key): string {
  switch (key.kind) {
    case "change":
      return `change/${key.repository.owner}/${key.repository.name}/${key.number}`;
    case "merge-group":
      return `merge-group/${key.repository.owner}/${key.repository.name}/${key.headSha}/${escapeBranch(key.branch)}`;
    case "branch":
      return `branch/${key.repository.owner}/${key.repository.name}/${escapeBranch(key.branch)}`;
    case "repository":
      return `repository/${key.repository.owner}/${key.repository.name}`;
    case "installation":
      return "installation";
  }
}

/**
 * Reads a key that {@link encodeKey} wrote.
 *
 * @throws Error when the text is no key
 */
export function decodeKey(text: string): Key {
  const [kind, owner, name, ...rest] = text.split("/");
  if (text === "installation") return { kind: "installation" };
  if (owner === undefined || name === undefined) throw new Error(`"${text}" is no key`);
  const repository = { owner, name };
  const [first = "", ...others] = rest;
  switch (kind) {
    case "change":
      return { kind, repository, number: Number(first) };
    case "merge-group":
      return { kind, repository, headSha: first, branch: decodeURIComponent(others.join("/")) };
    case "branch":
      return { kind, repository, branch: decodeURIComponent(rest.join("/")) };
    case "repository":
      return { kind, repository };
    default:
      throw new Error(`"${text}" is no key`);
  }
}

function escapeBranch(branch: string): string {
  return encodeURIComponent(branch).replaceAll("%2F", "/");
}
