import { formatRepository } from "#core/key.ts";
import type { LedgerPosition } from "#core/ledger/entry.ts";
import { policyPath } from "#core/policy/policy-source.ts";
import { asCode } from "#core/text/markdown.ts";
import { listed, shortSha } from "#core/text/words.ts";
import type { ChangeDecision, PolicyVersion } from "./change-decision.ts";
import type { ObservedChange } from "./observed-change.ts";

/** What was decided on what by which policies, and the decision's entry in the ledger, which was then its head. */
export function renderRecord(
  { headSha, facts }: ObservedChange,
  { policyVersions }: ChangeDecision,
  { seq, hash }: LedgerPosition,
  webUrl: string,
): string {
  const versions = policyVersions.map((version) => {
    const link = linkPolicy(version, facts.baseBranch, webUrl);
    return `the ${version.origin}'s ${link} (${asCode(shortSha(version.blobSha))})`;
  });
  return [
    "---",
    "",
    `Decided on ${asCode(shortSha(headSha))} into ${asCode(facts.baseBranch)} by ${listed(versions)}.`,
    `Ledger entry ${seq}, ledger head ${asCode(hash)}.`,
  ].join("\n");
}

/** A link to where a policy file is read: the base branch, or the default branch of the organisation's repository. */
function linkPolicy(
  { origin, repository }: Pick<PolicyVersion, "origin" | "repository">,
  baseBranch: string,
  webUrl: string,
): string {
  const revision = origin === "repository" ? baseBranch.split("/").map(encode).join("/") : "HEAD";
  const name = formatRepository(repository);
  return `[${asCode(policyPath)}](${webUrl}/${name}/blob/${revision}/${policyPath})`;
}

/** Parentheses too: one would end a Markdown link. */
function encode(segment: string): string {
  return encodeURIComponent(segment).replaceAll("(", "%28").replaceAll(")", "%29");
}
