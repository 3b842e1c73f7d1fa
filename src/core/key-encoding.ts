import { formatRepository, type Key } from "./key.ts";

/**
 * A key as readable ASCII text, e.g. `change/acme/shop/12` or `branch/acme/shop/release/1.x`.
 *
 * A branch's, environment's or tag's slashes stay; other characters that a URL would escape are escaped.
 *
 * @throws Error when its parts make no key, e.g. a number that is none: what is written must be readable
 */
export function encodeKey(key: Key): string {
  const text = keyText(key);
  decodeKey(text);
  return text;
}

function keyText(key: Key): string {
  switch (key.kind) {
    case "change":
      return `change/${formatRepository(key.repository)}/${key.number}`;
    case "issue":
      return `issue/${formatRepository(key.repository)}/${key.number}`;
    case "merge-group":
      return `merge-group/${formatRepository(key.repository)}/${key.headSha}/${escapeName(key.branch)}`;
    case "branch":
      return `branch/${formatRepository(key.repository)}/${escapeName(key.branch)}`;
    case "push":
      return `push/${formatRepository(key.repository)}/${key.beforeSha}...${key.headSha}/${escapeName(key.branch)}`;
    case "environment":
      return `environment/${formatRepository(key.repository)}/${escapeName(key.environment)}`;
    case "release":
    case "release-news":
      return `${key.kind}/${formatRepository(key.repository)}/${escapeName(key.tag)}`;
    case "repository":
      return `repository/${formatRepository(key.repository)}`;
    case "protection-rules":
      return `protection-rules/${formatRepository(key.repository)}`;
    case "history":
      return `history/${formatRepository(key.repository)}`;
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
  const key = text === "installation" ? ({ kind: text } as const) : decodeRepositoryKey(text);
  if (key === null) throw new Error(`"${text}" is no key`);
  return key;
}

const keyPattern = /^(?<kind>[a-z-]+)\/(?<owner>[^/]+)\/(?<name>[^/]+)(?:\/(?<rest>.+))?$/;

const pushPattern = /^(?<beforeSha>[^./]+)\.\.\.(?<headSha>[^./]+)\/(?<branch>.+)$/;

function decodeRepositoryKey(text: string): Key | null {
  const { kind, owner, name, rest } = keyPattern.exec(text)?.groups ?? {};
  if (owner === undefined || name === undefined) return null;
  const repository = { owner, name };
  if (rest === undefined) {
    return kind === "repository" || kind === "protection-rules" || kind === "history"
      ? { kind, repository }
      : null;
  }
  switch (kind) {
    case "change":
    case "issue":
      return /^\d+$/.test(rest) ? { kind, repository, number: Number(rest) } : null;
    case "merge-group": {
      const [headSha = "", ...branch] = rest.split("/");
      if (branch.length === 0) return null;
      return { kind, repository, headSha, branch: decodeURIComponent(branch.join("/")) };
    }
    case "push": {
      const { beforeSha, headSha, branch } = pushPattern.exec(rest)?.groups ?? {};
      if (beforeSha === undefined || headSha === undefined || branch === undefined) return null;
      return { kind, repository, branch: decodeURIComponent(branch), beforeSha, headSha };
    }
    case "branch":
      return { kind, repository, branch: decodeURIComponent(rest) };
    case "environment":
      return { kind, repository, environment: decodeURIComponent(rest) };
    case "release":
    case "release-news":
      return { kind, repository, tag: decodeURIComponent(rest) };
    default:
      return null;
  }
}

function escapeName(name: string): string {
  return encodeURIComponent(name).replaceAll("%2F", "/");
}
