import type { GivenCommand } from "./given-command.ts";

/**
 * The commands, in their order, each later than the one before. GitHub's clock tells seconds only: of commands of one second the order is known
 * all the same, by their numbers.
 */
export function distinctMoments(commands: readonly GivenCommand[]): readonly GivenCommand[] {
  let lastMs = Number.NEGATIVE_INFINITY;
  return commands.map((command) => {
    lastMs = Math.max(command.atMs, lastMs + 1);
    return { ...command, atMs: lastMs };
  });
}
