import { commitsOf } from "#core/change-set/change-set.ts";
import type { GivenCommand } from "#core/command/given-command.ts";
import { isSameEnvironment } from "#core/policy/environment-names.ts";
import type { DeploymentApproval, GateChange, GateOverride } from "./observed-gate.ts";

/** A command that took effect on a pull request and may be about a deployment. */
export type DeploymentCommand = { readonly number: number; readonly command: GivenCommand };

/** GitHub's clock tells seconds only. */
const secondMs = 1_000;

/**
 * The `/release` commands that may count for an environment's gate, wherever they were given. One counts from the moment at which a gate
 * for the same commit was first asked for (`askedAtMs`, by the same clock), and then for every later one, a re-run's too: it is a yes to a commit in an
 * environment. What was said before anybody asked was about something else.
 */
export function findReleaseCommands(
  commands: readonly DeploymentCommand[],
  { environment, askedAtMs }: { readonly environment: string; readonly askedAtMs: number },
): readonly DeploymentCommand[] {
  return commands.filter(
    ({ command: { effect, atMs } }) =>
      effect.kind === "release" &&
      isSameEnvironment(effect.environment, environment) &&
      atMs + secondMs > askedAtMs,
  );
}

/** `/release` commands as approvals of a commit. */
export function asApprovals(
  commands: readonly DeploymentCommand[],
  sha: string,
): readonly DeploymentApproval[] {
  return commands.flatMap(({ command: { by, effect } }) =>
    effect.kind === "release" ? [{ by, sha, note: effect.note }] : [],
  );
}

/**
 * The `/override` commands on the changes of a gate, and what each takes responsibility for: its own change, if that was merged as it was then;
 * and the direct pushes of the set, if the gate had been asked for by then, so that its giver could know them.
 */
export function findGateOverrides(
  commands: readonly DeploymentCommand[],
  { added, askedAtMs }: { readonly added: readonly GateChange[]; readonly askedAtMs: number },
  headOf: (number: number) => string | null,
): readonly GateOverride[] {
  const pushed = added.flatMap(({ change }) =>
    change.kind === "direct-push" ? [change.commit.sha] : [],
  );
  return commands.flatMap(({ number, command: { by, effect, headSha, atMs } }) => {
    const own = added.find(
      ({ change }) => change.kind === "pull-request" && change.pullRequest.number === number,
    );
    if (effect.kind !== "override" || own === undefined || headOf(number) !== headSha) return [];
    const covers = [
      ...commitsOf(own.change).map(({ sha }) => sha),
      ...(atMs + secondMs > askedAtMs ? pushed : []),
    ];
    return [{ by, reason: effect.reason, covers }];
  });
}

/** Those that were given on issues about pushes of which the set holds a part. */
export function findOverridesOfPushes(
  overrides: readonly GateOverride[],
  added: readonly GateChange[],
): readonly GateOverride[] {
  const pushed = new Set(
    added.flatMap(({ change }) => (change.kind === "direct-push" ? [change.commit.sha] : [])),
  );
  return overrides.filter(({ covers }) => covers.some((sha) => pushed.has(sha)));
}
