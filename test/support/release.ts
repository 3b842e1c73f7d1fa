import type { Account } from "#core/change/facts.ts";
import type { MergedPullRequest, RangeCommit } from "#core/change-set/change-set.ts";
import { collectChanges } from "#core/change-set/collect-changes.ts";
import type { MergedDecision } from "#core/change-set/merged-change.ts";
import type { ChangeEvidence, ObservedRelease } from "#core/release/observed-release.ts";
import type { ReleasePlace } from "#core/release/release-place.ts";
import type { Tag } from "#core/release/tag.ts";
import { alice } from "./facts.ts";
import { mergedPullRequest, rangeCommit } from "./range-commit.ts";

export const carol: Account = { id: 3, login: "carol", kind: "user" };

export const acmeShop: ReleasePlace = {
  repository: { owner: "acme", name: "shop" },
  webUrl: "https://github.com",
  knowsLogins: true,
};

/** A SHA that tells its number: `0000012…`. */
export function shaOf(number: number): string {
  return `${number}`.padStart(7, "0").padEnd(40, "f");
}

/** A tag on a commit of its own. */
export function tagNamed(name: string, overrides: Partial<Tag> = {}): Tag {
  return { name, commitSha: name, annotation: null, ...overrides };
}

/** What the ledger says of a quiet change: normal, low risk, approved by nobody because nobody was asked. */
export function evidence({
  approvals = [],
  exceptions = [],
  ...decision
}: Partial<MergedDecision> & Partial<Omit<ChangeEvidence, "decision">> = {}): ChangeEvidence {
  return {
    decision: { verdict: "approved", type: "normal", level: "low", mode: "enforce", ...decision },
    approvals,
    exceptions,
  };
}

/** An approval of the head that a test's change of that number had. */
export function approvalBy(by: Account, number: number) {
  return { by, commitSha: shaOf(number + 5_000_000) };
}

/** A change of a test's release: a squashed pull request, or a direct push. */
export type TestChange = {
  readonly number: number;
  readonly title: string;
  readonly body?: string;
  readonly author?: Account;
  readonly labels?: readonly string[];
  readonly paths?: readonly string[];
  /** Null: the ledger does not know it. */
  readonly evidence?: ChangeEvidence | null;
  readonly pushed?: boolean;
};

/** A release of squashed pull requests and direct pushes, in that order, with a ledger; compared with v1.1.0. */
export function observedRelease(
  changes: readonly TestChange[],
  overrides: Partial<ObservedRelease> = {},
): ObservedRelease {
  const commits = changes.map((change, i) => toCommit(change, changes[i - 1]));
  const merged = changes.filter(({ pushed }) => pushed !== true);
  const range = {
    headSha: commits.at(-1)?.sha ?? "none",
    commits,
    pullRequests: merged.map(toPullRequest),
  };
  return {
    tag: tagNamed("v1.2.0"),
    movedFromSha: null,
    prerelease: "auto",
    baseline: {
      kind: "chosen",
      tag: tagNamed("v1.1.0"),
      rule: "version",
      because: "the highest lower stable version",
      warning: null,
    },
    baselineIsAncestor: true,
    onlyInBaseline: null,
    component: null,
    range,
    elsewhere: [],
    patchIds: new Map(),
    changedFiles: 3 * changes.length,
    evidence: {
      kind: "ledger",
      head: { seq: 4_711, hash: "5".repeat(64) },
      changes: new Map(
        merged.flatMap(({ number, evidence: own = evidence() }) =>
          own === null ? [] : [[number, own] as const],
        ),
      ),
      issues: new Map(),
    },
    newcomers: new Set(),
    rollbacks: [
      {
        environment: "production",
        target: {
          commitSha: shaOf(1),
          tagName: "v1.1.0",
          succeededAtMs: Date.UTC(2026, 2, 1, 9),
          removes: collectChanges(range),
        },
      },
    ],
    ...overrides,
  };
}

function toCommit(change: TestChange, before: TestChange | undefined): RangeCommit {
  const { number, title, body, pushed, paths = ["src/app.ts"], author = alice } = change;
  const subject = pushed === true ? title : `${title} (#${number})`;
  return rangeCommit(shaOf(number), [before === undefined ? "base" : shaOf(before.number)], {
    message: body === undefined ? subject : `${subject}\n\n${body}`,
    author: { name: author.login, email: `${author.login}@example.com`, account: author },
    paths,
  });
}

function toPullRequest(change: TestChange): MergedPullRequest {
  const { number, title, author = alice, labels = [], paths = ["src/app.ts"] } = change;
  return mergedPullRequest(number, shaOf(number), { title, author, labels, paths });
}
