import { askedPrincipals } from "#core/approval/asked-principals.ts";
import type { ChangeDecision } from "#core/change/change-decision.ts";
import type { ReviewerPool } from "#core/change/choose-reviewers.ts";
import { formatPrincipal, type Principal } from "#core/policy/principal.ts";
import type { ChangeStore, GitHub, ObservedAtGitHub } from "./ports.ts";

/** Who could be asked, for policies that ask people rather than teams. */
export async function findReviewers(
  { github, changes }: { readonly github: GitHub; readonly changes: ChangeStore },
  installationId: number,
  { observed, written }: ObservedAtGitHub,
  decision: ChangeDecision,
): Promise<ReviewerPool> {
  const requestedUsers = written.requestedReviewers.users;
  const principals = principalsToAsk(decision);
  if (principals.length === 0 || observed.draft) return { requestedUsers, candidates: {} };
  const load = await changes.openRequestsByReviewer(installationId);
  const found = await Promise.all(
    principals.map(async (principal) => {
      const accounts = await github.accountsOf(installationId, observed.repository, principal);
      const candidates = accounts.map((account) => ({
        account,
        openRequests: load.get(account.login.toLowerCase()) ?? 0,
      }));
      return [formatPrincipal(principal), candidates] as const;
    }),
  );
  return { requestedUsers, candidates: Object.fromEntries(found) };
}

function principalsToAsk(decision: ChangeDecision): readonly Principal[] {
  if (decision.verdict !== "waiting" || decision.mode === "observe") return [];
  const unmet = decision.policies
    .filter(({ mode, approvers }) => mode === "enforce" && approvers.request === "people")
    .flatMap(({ requirements }) => requirements.filter(({ missing }) => missing > 0));
  const named = unmet
    .flatMap(askedPrincipals)
    .filter(({ kind }) => kind === "team" || kind === "permission");
  return [...new Map(named.map((principal) => [formatPrincipal(principal), principal])).values()];
}
