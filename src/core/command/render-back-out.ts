import { formatRepository, type RepositoryName } from "#core/key.ts";
import { asCode, asProse } from "#core/text/markdown.ts";
import type { BackOut } from "./handled-command.ts";

/** What the pull request that takes a change back says, and what its orderer is told. Markdown, but for the reason. */
export function renderBackOut(
  change: { readonly repository: RepositoryName; readonly number: number },
  { by, reason, isEmergency }: BackOut,
): {
  readonly body: string;
  /** By which the pull request is found again. */
  readonly marker: string;
  /** Why the new pull request is an emergency, as plain text. */
  readonly emergencyReason: string;
  readonly opened: (number: number) => string;
  readonly refused: (because: string) => string;
} {
  const marker = `<!-- sluice:back-out ${formatRepository(change.repository)}#${change.number} -->`;
  const who = asCode(`@${by.login}`);
  return {
    body: `Backs out #${change.number}, as ${who} asked: ${asProse(reason)}\n\n${marker}`,
    marker,
    emergencyReason: `backs out #${change.number}: ${reason}`,
    opened: (number) =>
      `${who}: #${number} backs this change out.${isEmergency ? " It is an emergency." : ""}`,
    refused: (because) =>
      `${who}: this change was not backed out. GitHub could not revert it (${asProse(because)}): open a pull request that takes it back yourself.`,
  };
}
