import type { AdHocFreeze } from "#core/change/recorded-facts.ts";
import type { GivenCommand } from "./given-command.ts";

/** The freezes that a repository's commands, in their order, have left standing. Ending one ends every one of that target. */
export function standingFreezes(
  commands: readonly GivenCommand[],
  nowMs: number,
): readonly AdHocFreeze[] {
  let standing: readonly AdHocFreeze[] = [];
  for (const { by, atMs, effect } of commands) {
    if (effect.kind === "unfreeze") {
      standing = standing.filter(({ target }) => target !== effect.target);
    } else if (effect.kind === "freeze") {
      const { target, untilMs, reason } = effect;
      standing = [...standing, { target, fromMs: atMs, untilMs, reason, by }];
    }
  }
  return standing.filter(({ untilMs }) => untilMs > nowMs);
}
