import { type EligibilityQuestions, isEligible } from "#core/approval/eligibility.ts";
import { describeRole } from "#core/approval/requirement-words.ts";
import { isChangeManager } from "#core/approval/role-holders.ts";
import { isSameAccount } from "#core/change/account.ts";
import type { Account } from "#core/change/facts.ts";
import type { Eligibility } from "#core/change/observed-change.ts";
import { answerComment } from "#core/command/answer-comment.ts";
import { describeUsage, spellAsCode } from "#core/command/command-text.ts";
import { override } from "#core/command/commands/override.ts";
import { findCommand } from "#core/command/commands.ts";
import { findPrefix } from "#core/command/find-prefix.ts";
import { answerOf, resultOf } from "#core/command/handle-command.ts";
import type { HandledCommand } from "#core/command/handled-command.ts";
import { type ParsedCommand, parseCommands } from "#core/command/parse-commands.ts";
import type { PendingCommand } from "#core/command/received-command.ts";
import {
  type CommandOutcome,
  type CommandState,
  refuseComment,
} from "#core/command/run-command.ts";
import type { PolicySource } from "#core/policy/policy-source.ts";
import { roleHolders } from "#core/policy/role.ts";
import type { Policy } from "#core/policy/schema.ts";
import { asProse } from "#core/text/markdown.ts";
import { counted } from "#core/text/words.ts";
import type { UnauthorisedPush } from "./unauthorised-change.ts";

/** What a command on the issue about a push meets when it is handled. */
export type PushCommandContext = {
  readonly push: UnauthorisedPush;
  /** How the command's comment stands. */
  readonly state: CommandState;
  /** At the default branches. */
  readonly policies: readonly PolicySource[];
  readonly eligibility: Eligibility;
};

/**
 * Handles what a person wrote on the issue about a push: a change-manager who had no hand in it takes responsibility for its commits, with
 * `/override`. No other command works there.
 */
export function handleOnPush(command: PendingCommand, context: PushCommandContext): HandledCommand {
  const { push } = context;
  const { source, giver } = command;
  const prefix = findPrefix(decidingPolicies(context.policies) ?? []) || push.commandPrefix;
  const body = source.kind === "comment" ? source.body : "";
  const answers = parseCommands(body, prefix).map((parsed) => ({
    word: parsed.word,
    outcome: run(parsed, giver, prefix, context),
  }));
  const results = answers.flatMap((answer) => resultOf(answer, command, push.sha));
  const { reaction, reply } = answerComment(answers, prefix);
  const isSilent = reaction === null || context.state === "gone";
  return { command, results, answer: isSilent ? null : answerOf(command, reaction, reply) };
}

function run(
  { word, argument }: ParsedCommand,
  giver: Account,
  prefix: string,
  context: PushCommandContext,
): CommandOutcome {
  const { eligibility, state, push } = context;
  const command = findCommand(word);
  if (command === undefined) return { kind: "ignored" };
  if (!isEligible({ kind: "permission", permission: "write" }, giver, eligibility)) {
    return { kind: "refused", text: null };
  }
  const name = spellAsCode(command.word, prefix);
  const refused = (why: string): CommandOutcome => {
    return { kind: "refused", text: `${name} was not done. ${why}` };
  };
  if (command.word !== "override") {
    return refused(`Here only ${spellAsCode("override", prefix, "<reason>")} works.`);
  }
  if (argument === "") return refused(`A reason is missing. ${describeUsage(override, prefix)}`);
  const why = refuseComment(state) ?? refuseGiver(giver, context);
  if (why !== null) return refused(why);
  const commits = counted(push.commits.length, "commit");
  const reply = `You answer for the ${commits} that came with this push: deployments wait for nobody else because of them.`;
  return { kind: "done", effect: { kind: "override", reason: argument }, reply };
}

function refuseGiver(
  giver: Account,
  { push, policies: sources, eligibility }: PushCommandContext,
): string | null {
  const policies = decidingPolicies(sources);
  if (policies === null || policies.length === 0) {
    return "Who may do that is not known while there is no policy that can be used.";
  }
  if (!isChangeManager(giver, policies, eligibility)) {
    return `It takes ${asProse(describeRole(policies, "change-manager"))}.`;
  }
  const involved = [push.by, ...push.commits.map(({ author }) => author.account)];
  return involved.some((one) => one !== null && isSameAccount(one, giver))
    ? "You pushed or wrote a part of it: somebody else has to do this."
    : null;
}

/** What has to be asked of GitHub before commands on the issue about a push are handled. */
export function questionsOnPush(
  givers: readonly Account[],
  policies: readonly PolicySource[],
): EligibilityQuestions {
  const teams = (decidingPolicies(policies) ?? [])
    .flatMap((policy) => roleHolders(policy, "change-manager"))
    .flatMap((principal) =>
      principal.kind === "team"
        ? givers.map(({ login }) => ({
            organization: principal.organization,
            slug: principal.slug,
            login,
          }))
        : [],
    );
  return { permissions: [...new Set(givers.map(({ login }) => login))], teams };
}

/** Those that decide gates, too: all that enforce, or all where none does. Null while one can't be used. */
function decidingPolicies(sources: readonly PolicySource[]): readonly Policy[] | null {
  const valid = sources.flatMap(({ content }) =>
    content.kind === "valid" ? [content.policy] : [],
  );
  if (valid.length < sources.length) return null;
  const enforcing = valid.filter(({ mode }) => mode === "enforce");
  return enforcing.length > 0 ? enforcing : valid;
}
