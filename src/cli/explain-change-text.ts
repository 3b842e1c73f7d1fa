import { isMet } from "#core/approval/meet-requirements.ts";
import { describeFrom, describeMissing } from "#core/approval/requirement-words.ts";
import type {
  ApprovalStatus,
  ChangeDecision,
  NotControlled,
  PolicyDecision,
  RequirementStatus,
} from "#core/change/change-decision.ts";
import { shareReasons } from "#core/change/render-reasons.ts";
import { explainUnused, uses } from "#core/change/render-requirements.ts";
import { renderTitle } from "#core/change/render-title.ts";
import { summariseDecision } from "#core/change/summarise-decision.ts";
import { formatRepository } from "#core/key.ts";
import { capitalised, listed, shortSha } from "#core/text/words.ts";
import type { ChangeExplanation } from "./explain-change.ts";
import { renderFactors, renderFloors } from "./explain-text.ts";
import { harmless, type Look, wrapped } from "./terminal-text.ts";

/** What was decided of a pull request and why, for a person at a terminal: the verdict, what is missing, who counts for what, the risk. */
export function renderChangeExplanation(
  { observed, decision }: ChangeExplanation,
  look: Look,
): string {
  const { facts, headSha, repository, number } = observed;
  const heading = [
    `${look.strong(`${harmless(facts.title)} (#${number})`)}\n`,
    look.faint(
      `${formatRepository(repository)}, ${shortSha(headSha)} by ${harmless(facts.author.login)}, into ${harmless(facts.baseBranch)}\n`,
    ),
  ];
  if (decision.kind === "not-controlled") {
    return [...heading, `\nNothing to decide: ${explainNotControlled(decision)}\n`].join("");
  }
  return [
    ...heading,
    `\n${look.strong(harmless(renderTitle(decision), 300))}\n`,
    renderReasons(decision, look),
    ...decision.policies.flatMap((policy) => renderPolicy(policy, look)),
    ...decision.warnings.map((warning) => `\n${wrapped(harmless(warning, 600), look.width)}`),
    `\n${look.faint(wrapped(notKnownHere, look.width))}`,
  ].join("");
}

const notKnownHere =
  "Read from GitHub alone. Commands in comments, ad hoc freezes, owed reviews and the repository's past are known to the server: its check run has the last word.";

/** The same for programs: the decision as the ledger holds it, and everybody's approval. */
export function renderChangeExplanationJson({ observed, decision }: ChangeExplanation): string {
  const { repository, number, facts } = observed;
  const explained = {
    repository: formatRepository(repository),
    number,
    title: facts.title,
    author: facts.author.login,
    ...(decision.kind === "not-controlled"
      ? { controlled: false, because: decision.because }
      : {
          controlled: true,
          decision: summariseDecision(observed, decision),
          approvals: decision.policies.flatMap(({ origin, approvals }) =>
            approvals.map(({ approver, commitSha, counts, refusal }) => ({
              policy: origin,
              login: approver.login,
              commit: commitSha,
              counts,
              refusal,
            })),
          ),
          warnings: decision.warnings,
        }),
  };
  return `${JSON.stringify(explained, null, 2)}\n`;
}

function explainNotControlled({ because }: NotControlled): string {
  switch (because) {
    case "no-policy":
      return "neither the repository nor its organisation has a policy.";
    case "branch":
      return "no policy controls the base branch.";
    case "not-open":
      return "the pull request is not open.";
  }
}

function renderReasons(decision: ChangeDecision, look: Look): string {
  const reasons = shareReasons(decision.reasons).map(({ missing, whoCanResolve }) =>
    wrapped(harmless(`- ${capitalised(missing)}. ${whoCanResolve}`, 1_000), look.width, "  "),
  );
  return reasons.length === 0 ? "" : `\n${reasons.join("")}`;
}

function renderPolicy(policy: PolicyDecision, look: Look): readonly string[] {
  const { origin, mode, risk, requirements, approvals, standardRule } = policy;
  const observes = mode === "observe" ? ", which only observes" : "";
  return [
    `\n${look.strong(`The ${origin}'s policy${observes}`)}\n`,
    ...(standardRule === null ? [] : [`  standard change: ${harmless(standardRule)}\n`]),
    ...requirements.map((status) => wrapped(describeRequirement(status), look.width, "  ")),
    ...approvals
      .filter(({ approver }) => !uses(policy, approver))
      .map((approval) => wrapped(describeUnused(approval), look.width, "  ")),
    `\n  ${capitalised(risk.level)} risk, score ${risk.score}\n\n`,
    renderFactors(risk.factors, look),
    renderFloors(risk.floors, look),
  ];
}

function describeUnused(approval: ApprovalStatus): string {
  return harmless(`@${approval.approver.login} ${explainUnused(approval)}`, 600);
}

function describeRequirement(status: RequirementStatus): string {
  const by = listed(status.approvedBy.map(({ login }) => `@${login}`));
  const state = isMet(status)
    ? `met by ${by}`
    : `${by === "" ? "" : `${by} counts for it; `}missing ${describeMissing(status)}`;
  return harmless(`${describeFrom(status)} (${status.because}): ${state}`, 600);
}
