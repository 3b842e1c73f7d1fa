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

/** One thing said: where its giver stands with it, or that everybody's rejections are lifted, or both. */
type Statement = {
  readonly account: Account;
  readonly atMs: number;
  /** Of two statements of one moment the stricter comes last. */
  readonly strictness: number;
  /** Null where it says nothing of what its giver thinks of the commit. */
  readonly standing: Standing | null;
  readonly liftsRejections: boolean;
};

/**
 * Each account's standing, by login: its last review that is no mere comment, or its last command, whichever came later. Of a
 * review and a command at the same moment the stricter holds. A rejection stands until the same person approves, or a
 * change-manager lifts it by approving or by an override, which then holds for later commits too.
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
  ].sort((a, b) => a.atMs - b.atMs || a.strictness - b.strictness);
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
    (earlier, index) =>
      !statements
        .slice(index + 1)
        .some((later) => later.atMs === earlier.atMs && replaces(later, earlier)),
  );
}

function replaces(later: Statement, earlier: Statement): boolean {
  return (
    later.standing !== null &&
    earlier.standing !== null &&
    isSameAccount(later.account, earlier.account) &&
    !outlasts(earlier.standing, later.standing)
  );
}

/** Whether a rejection stands though the same person said something since. */
function outlasts(before: Standing, since: Standing): boolean {
  return before.state === "rejected" && since.state !== "approved" && since.state !== "rejected";
}

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
  const said = { account: reviewer, commitSha, atMs: submittedAtMs, means: "review" } as const;
  return [stand({ ...said, state, reason: null })];
}

/** The author lifts nobody's rejection, whatever else they may do. */
function readCommand(
  { by, atMs, headSha, effect }: GivenCommand,
  author: Account,
): readonly Statement[] {
  const said = { account: by, commitSha: headSha, atMs, means: "command", reason: null } as const;
  const mayLift = !isSameAccount(by, author);
  switch (effect.kind) {
    case "approve":
      return [stand({ ...said, state: "approved" }, effect.liftsRejections && mayLift)];
    case "unapprove":
      return [stand({ ...said, state: "unapproved" })];
    case "reject":
      return [stand({ ...said, state: "rejected", reason: effect.reason })];
    case "override":
      return [{ account: by, atMs, strictness: 0, standing: null, liftsRejections: mayLift }];
    default:
      return [];
  }
}

function stand(standing: Standing, liftsRejections = false): Statement {
  const { account, atMs, state } = standing;
  return { account, atMs, strictness: strictness[state], standing, liftsRejections };
}

function hear(standings: readonly Standing[], statement: Statement): readonly Standing[] {
  const { account, standing, liftsRejections } = statement;
  const heard = liftsRejections ? standings.map(lift) : standings;
  if (standing === null) return heard;
  const before = heard.find((other) => isSameAccount(other.account, account));
  const others = heard.filter((other) => other !== before);
  const stays = before !== undefined && outlasts(before, standing);
  return [...others, stays ? before : standing];
}

function lift(standing: Standing): Standing {
  return standing.state === "rejected" ? { ...standing, state: "rejection-lifted" } : standing;
}
