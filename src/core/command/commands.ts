import type { CommandDefinition } from "./command-definition.ts";
import { approve } from "./commands/approve.ts";
import { backOut } from "./commands/back-out.ts";
import { emergency } from "./commands/emergency.ts";
import { freeze } from "./commands/freeze.ts";
import { help } from "./commands/help.ts";
import { hold } from "./commands/hold.ts";
import { normal } from "./commands/normal.ts";
import { override } from "./commands/override.ts";
import { reject } from "./commands/reject.ts";
import { release } from "./commands/release.ts";
import { review } from "./commands/review.ts";
import { risk } from "./commands/risk.ts";
import { status } from "./commands/status.ts";
import { unapprove } from "./commands/unapprove.ts";
import { unfreeze } from "./commands/unfreeze.ts";
import { unhold } from "./commands/unhold.ts";

/** Every command, in the order in which people are told of them. */
export const commands: readonly CommandDefinition[] = Object.freeze([
  approve,
  unapprove,
  reject,
  hold,
  unhold,
  risk,
  emergency,
  normal,
  override,
  release,
  freeze,
  unfreeze,
  backOut,
  review,
  status,
  help,
]);

/** The command with this word; undefined when it is none of Sluice's. */
export function findCommand(word: string): CommandDefinition | undefined {
  return commands.find((command) => command.word === word);
}
