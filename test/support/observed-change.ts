import type { Account, ChangeFacts } from "#core/change/facts.ts";
import type { ObservedChange, Review } from "#core/change/observed-change.ts";
import { nothingRecorded } from "#core/change/recorded-facts.ts";
import type { CodeOwnersFile } from "#core/code-owners/code-owners-file.ts";
import { parseCodeOwners } from "#core/code-owners/parse-code-owners.ts";
import { alice, changeFacts } from "./facts.ts";

export const carol: Account = { id: 3, login: "carol", kind: "user" };
export const dave: Account = { id: 4, login: "dave", kind: "user" };
export const erin: Account = { id: 5, login: "erin", kind: "user" };

/** When the tests decide; milliseconds since the epoch. */
export const now = Date.parse("2026-11-20T12:00:00Z");

export const headSha = "5d6e7f8".padEnd(40, "0");
export const earlierSha = "1a2b3c4".padEnd(40, "0");
export const baseSha = "9f8e7d6".padEnd(40, "0");

/** The base branch's CODEOWNERS as it was read. */
export function codeOwnersFile(text: string): CodeOwnersFile {
  const blobSha = "c0de0a7".padEnd(40, "0");
  return { path: ".github/CODEOWNERS", blobSha, content: parseCodeOwners(text) };
}

let reviews = 0;

/** An approval of the head commit; each review has an id of its own. */
export function reviewBy(reviewer: Account | null, overrides: Partial<Review> = {}): Review {
  reviews += 1;
  return {
    id: `review-${reviews}`,
    reviewer,
    state: "approved",
    commitSha: headSha,
    submittedAtMs: reviews * 1_000,
    ...overrides,
  };
}

/** An open change that alice wrote and pushed to acme/shop; no policy, no reviews, and nobody is eligible for anything. */
export function observedChange({
  facts,
  ...overrides
}: Partial<Omit<ObservedChange, "facts">> & {
  readonly facts?: Partial<ChangeFacts>;
} = {}): ObservedChange {
  return {
    repository: { owner: "acme", name: "shop" },
    number: 7,
    state: "open",
    draft: false,
    headSha,
    baseSha,
    defaultBranch: "main",
    facts: changeFacts(facts),
    reviews: [],
    lastPusher: alice,
    eligibility: { permissions: {}, teams: {} },
    policies: [],
    codeOwners: null,
    recorded: nothingRecorded,
    ...overrides,
  };
}
