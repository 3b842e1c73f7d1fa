import { isSameAccount } from "#core/change/account.ts";
import {
  type CommandDefinition,
  done,
  misused,
  refused,
} from "#core/command/command-definition.ts";
import { takeWord } from "#core/command/command-text.ts";
import { reviewOutcomes } from "#core/command/given-command.ts";
import { refuseWithoutRole } from "#core/command/grounds.ts";
import { listed } from "#core/text/words.ts";

export const review: CommandDefinition = Object.freeze({
  word: "review",
  argument: "<outcome> <notes>",
  example: "successful checkout recovered at once, no data was lost",
  who: "a change-manager who is not the author",
  help: "Closes the retrospective review that the change owes, with its outcome: successful, failed or backed-out.",
  runsOn: ["open", "closed", "merged"],
  needsPolicy: true,
  run: (argument, context) => {
    const { observed, giver } = context;
    const { first, rest: notes } = takeWord(argument);
    const outcome = reviewOutcomes.find((name) => name === first.toLowerCase());
    if (outcome === undefined) {
      return misused(`An outcome comes first: ${listed(reviewOutcomes, { word: "or" })}.`);
    }
    if (notes === "") return misused("Notes are missing.");
    const why = refuseWithoutRole(context, "change-manager");
    if (why !== null) return refused(why);
    if (isSameAccount(observed.facts.author, giver)) {
      return refused("You opened this change: another change-manager has to review it.");
    }
    return observed.recorded.owedReviews.some(({ number }) => number === observed.number)
      ? done({ kind: "review", outcome, notes })
      : refused("This change owes no retrospective review.");
  },
} satisfies CommandDefinition);
