import type { ObservedChange } from "#core/change/observed-change.ts";
import { RetryLater, TerminalError } from "#core/errors.ts";
import { askHistory } from "#core/history/history-question.ts";
import {
  decidePreview,
  type PolicyAtHead,
  type PolicyPreview,
} from "#core/preview/decide-preview.ts";
import { findPolicyChange, type PolicyChange } from "#core/preview/find-policy-change.ts";
import type { HistoryStore, PastAtGitHub } from "./history-ports.ts";

/** The new policy is tried on so many changes of the past. */
const mostChanges = 200;

/**
 * What a change of the policy would mean; null for changes that leave it alone, which cost nothing. Never fails: a preview
 * that can't be had must not keep the verdict from being told.
 */
export async function previewPolicy(
  ports: {
    readonly github: Pick<PastAtGitHub, "readPolicyAt">;
    readonly history: Pick<HistoryStore, "recent">;
  },
  installationId: number,
  observed: ObservedChange,
): Promise<PolicyPreview | null> {
  const change = findPolicyChange(observed);
  if (change === null) return null;
  const atHead = await readAtHead(ports.github, installationId, observed, change);
  const known = [
    ...observed.policies.map(({ content }) => content),
    ...(atHead.kind === "file" ? [atHead.file.content] : []),
  ];
  const policies = known.flatMap((content) => (content.kind === "valid" ? [content.policy] : []));
  const { owner } = observed.repository;
  const past = await ports.history.recent(
    change.origins.includes("organisation") ? { owner } : observed.repository,
    mostChanges,
    (facts, mergedAtMs) => askHistory(facts, policies, mergedAtMs),
  );
  return decidePreview(observed, change, atHead, past);
}

async function readAtHead(
  github: Pick<PastAtGitHub, "readPolicyAt">,
  installationId: number,
  { repository, headSha }: ObservedChange,
  { removed }: PolicyChange,
): Promise<PolicyAtHead> {
  if (removed) return { kind: "removed" };
  try {
    const file = await github.readPolicyAt(installationId, repository, headSha);
    return file === null
      ? { kind: "unavailable", because: "GitHub does not show the file at the head commit." }
      : { kind: "file", file };
  } catch (error) {
    if (!(error instanceof RetryLater || error instanceof TerminalError)) throw error;
    return { kind: "unavailable", because: error.message };
  }
}
