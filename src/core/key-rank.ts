import type { Key } from "./key.ts";

/** How urgently a key is wanted, the most urgent first: gates and approvals; what else happened; what was found or is looked up. */
export const ranks = ["first", "usual", "background"] as const;

export type Rank = (typeof ranks)[number];

/** Why a key is marked: somebody approved or commanded, something else happened, or nobody did anything and it was found by looking. */
export type Cause = "approval" | "event" | "search";

/**
 * The rank of a mark. A deployment or a merge queue waits for its answer, whatever happened. Nobody waits for a past to be read or for a
 * repository to be looked through; both also make the bursts.
 */
export function rankOf({ kind }: Key, cause: Cause): Rank {
  switch (kind) {
    case "environment":
    case "merge-group":
      return "first";
    case "change":
    case "issue":
    case "branch":
    case "push":
    case "release":
      if (cause === "approval") return "first";
      return cause === "event" ? "usual" : "background";
    case "repository":
    case "history":
    case "installation":
    case "protection-rules":
    case "release-news":
      return "background";
  }
}

/** Of two keys that became ready together the more urgent goes first; one that has waited so much longer than a key of the next rank goes before it. */
export const headStartMs = 5 * 60_000;
