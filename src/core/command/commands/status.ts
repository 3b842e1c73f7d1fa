import { renderReasons } from "#core/change/render-reasons.ts";
import {
  type CommandContext,
  type CommandDefinition,
  done,
} from "#core/command/command-definition.ts";
import { asCode } from "#core/text/markdown.ts";
import { capitalised, shortSha } from "#core/text/words.ts";

export const status: CommandDefinition = Object.freeze({
  word: "status",
  argument: "",
  example: "",
  who: "anyone who can comment",
  help: "Says what was decided of the change, what is missing, and who can give it.",
  runsOn: ["open", "closed", "merged"],
  needsPolicy: false,
  run: (_argument, context) => done({ kind: "status" }, renderStatus(context)),
} satisfies CommandDefinition);

function renderStatus({ observed, decision }: CommandContext): string {
  const { verdict, type, level, mode } = decision;
  const head = asCode(shortSha(observed.headSha));
  const observes = mode === "observe" ? " The policy only observes: nothing is held." : "";
  const summary =
    verdict === "invalid"
      ? `**Invalid.** The head commit is ${head}.`
      : `**${capitalised(verdict)}.** ${capitalised(type)} change of ${level} risk; the head commit is ${head}.${observes}`;
  const reasons = renderReasons(decision);
  const rest = reasons === "" ? "Nothing more is needed from anybody." : reasons;
  return observed.state === "open"
    ? `${summary}\n\n${rest}`
    : `This change is ${observed.state}. What would be decided of it were it open:\n\n${summary}\n\n${rest}`;
}
