import { compareAccounts, isPerson } from "#core/change/account.ts";
import type { Account } from "#core/change/facts.ts";
import { cancelReverts } from "#core/change-set/cancel-reverts.ts";
import { commitsOf, type SetChange } from "#core/change-set/change-set.ts";
import { type CommitRange, collectChanges } from "#core/change-set/collect-changes.ts";
import { findShipped } from "#core/change-set/find-shipped.ts";
import { changesThatTouch, pathsOf } from "#core/change-set/touches-paths.ts";
import { isMigration } from "#core/risk/default-floors.ts";
import { classifyChange, sectionNames } from "./classify-change.ts";
import type { ChangeEvidence, Evidence, ObservedRelease } from "./observed-release.ts";
import type {
  ApprovalState,
  Contributor,
  MissingChange,
  ReleaseChange,
  ReleaseDecision,
} from "./release-decision.ts";
import { parseTagName } from "./tag-name.ts";

/**
 * What the notes of a release say. The server's drafts and `sluice release-notes` call this one function.
 *
 * Commits become changes, those outside the component are left out, reverted pairs cancel, and what another line shipped
 * before stands apart. Without approval is what the ledger has no approved decision of, wherever it stands in the notes.
 */
export function decideRelease(observed: ObservedRelease): ReleaseDecision {
  const { tag, evidence, component } = observed;
  const changes = collectOwn(observed.range, observed);
  const { kept, cancelled } = cancelReverts(changes);
  const { fresh, shipped } = findShipped(kept, observed.elsewhere, observed.patchIds);
  const told = new Map(changes.map((change) => [change, tell(change, evidence)]));
  const tellOf = (change: SetChange) => told.get(change) ?? tell(change, evidence);
  const news = fresh.map(tellOf);
  return {
    tag,
    movedFromSha: observed.movedFromSha,
    isPrerelease: parseTagName(tag.name, observed.prerelease).channel === "pre-release",
    baseline: observed.baseline,
    baselineIsAncestor: observed.baselineIsAncestor,
    missing: findMissing(observed, kept),
    component,
    commitCount: changes.reduce((sum, change) => sum + commitsOf(change).length, 0),
    changedFiles: observed.changedFiles,
    sections: sectionNames
      .map((name) => ({ name, changes: news.filter(({ section }) => section === name) }))
      .filter((section) => section.changes.length > 0),
    shipped: shipped.map((one) => ({ ...one, change: tellOf(one.change) })),
    cancelled,
    unapproved: [...told.values()].filter(({ approval }) => approval.kind === "unapproved"),
    exceptional: [...told.values()].filter(hasException),
    contributors: findContributors(kept, observed.newcomers),
    rollbacks: observed.rollbacks,
    ledgerHead: evidence.kind === "ledger" ? evidence.head : null,
  };
}

/** The changes of a range that are the component's own. */
function collectOwn(
  range: CommitRange,
  { component }: Pick<ObservedRelease, "component">,
): readonly SetChange[] {
  const all = collectChanges(range);
  return component?.paths == null ? all : changesThatTouch(all, component.paths);
}

/**
 * What only the baseline's line has: changes that are like none of `kept`, which is what the release has and did not take back. Merges that
 * no pull request made bring nothing by themselves, and maintenance, such as the older release's own version, is nobody's to miss.
 */
function findMissing(
  observed: ObservedRelease,
  kept: readonly SetChange[],
): readonly MissingChange[] | null {
  if (observed.onlyInBaseline === null) return null;
  const { kept: theirs } = cancelReverts(collectOwn(observed.onlyInBaseline, observed));
  const version = observed.tag.name;
  const ours = kept.flatMap(commitsOf).map(({ sha, message }) => ({ sha, message, version }));
  const missing = findShipped(theirs, ours, observed.patchIds)
    .fresh.filter((one) => one.kind === "pull-request" || one.commit.parents.length < 2)
    .map((change) => ({ ...classifyChange(change), change }));
  const missed = sectionNames.filter((name) => name !== "Maintenance");
  return missed.flatMap((name) => missing.filter(({ section }) => section === name));
}

function tell(change: SetChange, evidence: Evidence): ReleaseChange {
  const approval = findApproval(change, evidence);
  return {
    ...classifyChange(change),
    change,
    level: findLevel(change, approval, evidence),
    approval,
    migrations: (pathsOf(change) ?? []).filter(isMigration),
  };
}

function findApproval(change: SetChange, evidence: Evidence): ApprovalState {
  if (evidence.kind === "none") return { kind: "unknown" };
  const issueNumber =
    commitsOf(change)
      .map(({ sha }) => evidence.issues.get(sha))
      .find((issue) => issue !== undefined) ?? null;
  if (change.kind === "direct-push") {
    return { kind: "unapproved", because: "pushed directly", evidence: null, issueNumber };
  }
  const known = evidence.changes.get(change.pullRequest.number);
  if (known === undefined) {
    const because = "the ledger holds no decision of it";
    return { kind: "unapproved", because, evidence: null, issueNumber };
  }
  if (known.decision?.verdict === "approved") return { kind: "approved", evidence: known };
  return { kind: "unapproved", because: explainVerdict(known), evidence: known, issueNumber };
}

function explainVerdict({ decision }: ChangeEvidence): string {
  if (decision === null) return "merged where no policy held";
  const observed = decision.mode === "observe" ? ", which the policy only observed" : "";
  return `merged while the verdict was ${decision.verdict}${observed}`;
}

function findLevel(change: SetChange, approval: ApprovalState, evidence: Evidence) {
  if (evidence.kind === "none") {
    const last = commitsOf(change).at(-1);
    return evidence.levels.get(last?.sha ?? "") ?? null;
  }
  return approval.kind === "unknown" ? null : (approval.evidence?.decision?.level ?? null);
}

function hasException({ approval }: ReleaseChange): boolean {
  return approval.kind !== "unknown" && (approval.evidence?.exceptions.length ?? 0) > 0;
}

/** The people who wrote what the release holds, backports too. Bots are none, and an address without an account stands for nobody. */
function findContributors(
  changes: readonly SetChange[],
  newcomers: ReadonlySet<number> | null,
): readonly Contributor[] {
  const accounts = new Map<number | string, Account>();
  for (const change of changes) {
    const account =
      change.kind === "pull-request" ? change.pullRequest.author : change.commit.author.account;
    if (account !== null && isPerson(account)) accounts.set(personOf(account), account);
  }
  return [...accounts.values()]
    .sort(compareAccounts)
    .map((account) => ({ account, isNew: newcomers === null ? null : newcomers.has(account.id) }));
}

/** Logins change, and who is known by name alone has no id. */
function personOf({ id, login }: Account): number | string {
  return id === 0 ? login.toLowerCase() : id;
}
