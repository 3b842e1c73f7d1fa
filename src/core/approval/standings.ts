import { compareAccounts, isSameAccount } from "#core/change/account.ts";
import type { Account } from "#core/change/facts.ts";
import type { ObservedChange, Review } from "#core/change/observed-change.ts";
import type { GivenCommand } from "#core/command/given-command.ts";

/** Where one account stands after all its reviews and commands. */
export type Standing = {
  readonly account: Account;
  readonly state:
    | "approved"
    | "changes-requested"
    | "dismissed"
    | "unapproved"
    | "rejected"
    /** Rejected, which a change-manager lifted: no approval, and nothing that holds. */
    | "rejection-lifted";
  /** The commit that was the head when it was said; null when GitHub no longer has it. */
  readonly commitSha: string | null;
  readonly means: "review" | "command";
  /** Milliseconds since the epoch. */
  readonly atMs: number;
  /** Why, where it is a rejection. */
  readonly reason: string | null;
};

/** One thing said, and whether it lifts what others rejected. */
type Statement = Standing & { readonly liftsRejections: boolean };

/**
 * Each account's standing, by login: its last review that is no mere comment, or its last command, whichever came later. Of a
 * review and a command at the same moment the stricter holds. A rejection stands until the same person approves, or a change-manager lifts it.
 *
 * GitHub keeps a dismissed review in its place, so the last review of a dismissed "changes requested" is still that
 * one: an older approval does not come back. Reviews by accounts that are gone have no standing.
 */
export function findStandings({
  reviews,
  recorded,
  facts,
}: Pick<ObservedChange, "reviews" | "recorded" | "facts">): readonly Standing[] {
  const statements = [
    ...lastOfEachMoment(reviews.flatMap(readReview)),
    ...lastOfEachMoment(recorded.commands.flatMap((command) => readCommand(command, facts.author))),
  ].sort((a, b) => a.atMs - b.atMs || strictness[a.state] - strictness[b.state]);
  let standings: readonly Standing[] = [];
  for (const statement of statements) standings = hear(standings, statement);
  return [...standings].sort((a, b) => compareAccounts(a.account, b.account));
}

/**
 * GitHub's clock knows no moments shorter than a second; within one, reviews stand in their order, and so do commands: of
 * each account's the last one counts.
 */
function lastOfEachMoment(statements: readonly Statement[]): readonly Statement[] {
  return statements.filter(
    ({ account, atMs }, index) =>
      !statements
        .slice(index + 1)
        .some((later) => later.atMs === atMs && isSameAccount(later.account, account)),
  );
}

/** Of two statements of one moment the stricter comes last. */
const strictness: Readonly<Record<Standing["state"], number>> = {
  approved: 0,
  "rejection-lifted": 1,
  unapproved: 2,
  dismissed: 2,
  "changes-requested": 3,
  rejected: 4,
};

function readReview({ reviewer, state, commitSha, submittedAtMs }: Review): readonly Statement[] {
  if (reviewer === null || state === "commented") return [];
  const standing = { account: reviewer, state, commitSha, atMs: submittedAtMs, reason: null };
  return [{ ...standing, means: "review", liftsRejections: false }];
}

/** The author lifts nobody's rejection, whatever else they may do. */
function readCommand(
  { by, atMs, headSha, effect }: GivenCommand,
  author: Account,
): readonly Statement[] {
  const said = { account: by, commitSha: headSha, atMs, means: "command", reason: null } as const;
  switch (effect.kind) {
    case "approve": {
      const liftsRejections = effect.liftsRejections && !isSameAccount(by, author);
      return [{ ...said, state: "approved", liftsRejections }];
    }
    case "unapprove":
      return [{ ...said, state: "unapproved", liftsRejections: false }];
    case "reject":
      return [{ ...said, state: "rejected", reason: effect.reason, liftsRejections: false }];
    default:
      return [];
  }
}

function hear(standings: readonly Standing[], statement: Statement): readonly Standing[] {
  const { liftsRejections, ...standing } = statement;
  const isOwn = ({ account }: Standing) => isSameAccount(account, standing.account);
  const before = standings.find(isOwn);
  const others = standings
    .filter((other) => !isOwn(other))
    .map((other): Standing => {
      const isLifted = liftsRejections && other.state === "rejected";
      return isLifted ? { ...other, state: "rejection-lifted" } : other;
    });
  const stays = before?.state === "rejected" && !["approved", "rejected"].includes(standing.state);
  return [...others, stays ? before : standing];
}
