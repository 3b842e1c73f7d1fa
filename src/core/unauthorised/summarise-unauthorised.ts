import type { PolicyVersion } from "#core/change/change-decision.ts";
import { formatRepository } from "#core/key.ts";
import type { EntryDraft } from "#core/ledger/entry.ts";
import { wellFormed } from "#core/ledger/json.ts";
import type { UnauthorisedChange } from "./unauthorised-change.ts";

/** An entry lists no more commits of a push than these; it always says how many there were. */
const mostCommits = 1_000;

/**
 * An unauthorised change as its ledger entry (`change.unauthorised`) holds it: who did what, which commit it was, what it lacked and by
 * which policies. The subject is `owner/repo#number` for a merge, `owner/repo@sha` for a push, `owner/repo@sha@environment` for a deployment,
 * `owner/repo@rule@environment@time` for a rule that was removed.
 */
export function summariseUnauthorised(change: UnauthorisedChange): Omit<EntryDraft, "at"> {
  const { kind, repository, sha, by } = change;
  const name = formatRepository(repository);
  return {
    kind: "change.unauthorised",
    subject: kind === "merge" ? `${name}#${change.number}` : `${name}@${sha}`,
    ...(by !== null && by.id > 0 && { actor: { id: by.id, login: by.login, kind: by.kind } }),
    data: wellFormed({ how: kind, ...detailsOf(change) }),
  };
}

function detailsOf(change: UnauthorisedChange) {
  switch (change.kind) {
    case "merge": {
      const { verdict, level, type, reasons, policyVersions } = change.decision;
      return {
        branch: change.branch,
        commit: change.sha,
        title: change.title,
        author: { id: change.author.id, login: change.author.login },
        head: change.headSha,
        mergedAt: new Date(change.mergedAtMs).toISOString(),
        verdict,
        level,
        type,
        reasons: reasons.map(({ origin, missing }) => ({ origin, missing })),
        policies: policyVersions.map(summarisePolicy),
      };
    }
    case "push":
      return {
        branch: change.branch,
        commit: change.sha,
        before: change.beforeSha,
        removedCommits: change.removed,
        commitCount: change.commits.length,
        commits: change.commits.slice(0, mostCommits).map(({ sha, subject, author }) => ({
          commit: sha,
          subject,
          author: author.account?.login ?? author.name,
        })),
        policies: change.policyVersions.map(summarisePolicy),
      };
    case "protection-rule":
      return {
        environment: change.environment,
        knownAt: new Date(change.knownAtMs).toISOString(),
        missedAt: new Date(change.missedAtMs).toISOString(),
        policies: change.policyVersions.map(summarisePolicy),
      };
    case "deployment":
      return {
        environment: change.environment,
        commit: change.commit,
        startedAt: new Date(change.startedAtMs).toISOString(),
        gate: change.gate,
        past: change.how,
        passedBy: change.passedBy.map(({ id, login }) => ({ id, login })),
        policies: change.policyVersions.map(summarisePolicy),
      };
  }
}

function summarisePolicy({ origin, repository, blobSha }: PolicyVersion) {
  return { origin, repository: formatRepository(repository), blob: blobSha };
}
