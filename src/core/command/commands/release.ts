import {
  type CommandDefinition,
  done,
  misused,
  refused,
} from "#core/command/command-definition.ts";
import { takeWord } from "#core/command/command-text.ts";
import {
  describePeople,
  describeRight,
  holdsRight,
  isNamed,
  rightOfRole,
} from "#core/command/rights.ts";
import { controllingPolicies } from "#core/policy/controlling-policies.ts";
import { environmentRules } from "#core/policy/environment-rules.ts";
import { resolvePrincipals } from "#core/policy/role.ts";
import { asCode } from "#core/text/markdown.ts";

export const release: CommandDefinition = Object.freeze({
  word: "release",
  argument: "<environment> [note]",
  example: "production the smoke test passed",
  who: "whom the environment's `approvals` name, or a release-manager",
  help: "Approves the waiting deployments to the environment that contain this change.",
  runsOn: ["open", "merged"],
  needsPolicy: true,
  run: (argument, { observed, giver }) => {
    const { first: environment, rest } = takeWord(argument);
    if (environment === "") return misused("The environment is missing.");
    const named = controllingPolicies(observed).flatMap(({ policy }) =>
      environmentRules(policy, environment).map(({ approvals }) =>
        resolvePrincipals(
          policy,
          approvals.flatMap(({ from }) => from),
        ),
      ),
    );
    const managers = rightOfRole(observed, "release-manager");
    const mayRelease =
      named.some((from) => isNamed(from, giver, observed)) || holdsRight(managers, giver, observed);
    if (mayRelease) {
      return done({ kind: "release", environment, note: rest === "" ? null : rest });
    }
    const people = named.filter((from) => from.length > 0).map(describePeople);
    const who = [...new Set(people), `a release-manager (${describeRight(managers)})`].join("; ");
    return refused(`Deployments to ${asCode(environment)} are approved by: ${who}.`);
  },
} satisfies CommandDefinition);
