import { isSameAccount } from "#core/change/account.ts";
import type { Account } from "#core/change/facts.ts";
import type { ObservedChange } from "#core/change/observed-change.ts";
import type { GivenCommand } from "./given-command.ts";

/** The holds that nobody has lifted, in the order in which they were given. */
export function standingHolds(commands: readonly GivenCommand[]): readonly GivenCommand[] {
  let holds: GivenCommand[] = [];
  for (const command of commands) {
    const { effect, by } = command;
    if (effect.kind === "hold") holds.push(command);
    else if (effect.kind === "unhold") {
      holds = effect.whose === "all" ? [] : holds.filter((held) => !isSameAccount(held.by, by));
    }
  }
  return holds;
}

/** The rejections that nobody has lifted, in the order in which they were given. */
export function standingRejections(commands: readonly GivenCommand[]): readonly GivenCommand[] {
  let rejections: GivenCommand[] = [];
  for (const command of commands) {
    const { effect, by } = command;
    if (effect.kind === "reject") rejections.push(command);
    else if (effect.kind === "override" || (effect.kind === "approve" && effect.liftsRejections)) {
      rejections = [];
    } else if (effect.kind === "approve") {
      rejections = rejections.filter((rejection) => !isSameAccount(rejection.by, by));
    }
  }
  return rejections;
}

/** The declaration of an emergency that nobody has taken back; null when there is none. */
export function standingDeclaration(commands: readonly GivenCommand[]): GivenCommand | null {
  const last = commands.findLast(
    ({ effect: { kind } }) => kind === "declare-emergency" || kind === "declare-normal",
  );
  return last?.effect.kind === "declare-emergency" ? last : null;
}

/** Whether the account's last word, by review or by command, is an approval of whatever commit. */
export function hasApproved(
  { reviews, recorded }: Pick<ObservedChange, "reviews" | "recorded">,
  account: Account,
): boolean {
  const words = [
    ...reviews.flatMap(({ reviewer, state, submittedAtMs }) =>
      reviewer !== null && state !== "commented" && isSameAccount(reviewer, account)
        ? [{ atMs: submittedAtMs, approves: state === "approved" }]
        : [],
    ),
    ...recorded.commands.flatMap(({ by, atMs, effect: { kind } }) =>
      isSameAccount(by, account) &&
      (kind === "approve" || kind === "unapprove" || kind === "reject")
        ? [{ atMs, approves: kind === "approve" }]
        : [],
    ),
  ];
  return words.sort((a, b) => a.atMs - b.atMs).at(-1)?.approves ?? false;
}
