import type { DueAnswer } from "#core/command/handled-command.ts";
import { renderBackOut } from "#core/command/render-back-out.ts";
import type { CommandStore, GitHub, ObservedAtGitHub } from "./ports.ts";

/** What taking a change back takes. */
export type BackOutPorts = {
  readonly github: Pick<GitHub, "revertChange">;
  readonly commands: CommandStore;
};

/** Opens the pull request that an answer is to tell of; gives the answer that tells of it, and any other as it is. */
export async function backOut(
  { github, commands }: BackOutPorts,
  installationId: number,
  { observed, written }: ObservedAtGitHub,
  due: DueAnswer,
): Promise<DueAnswer> {
  const order = due.backOut;
  if (order === null) return due;
  const { repository, number } = observed;
  const texts = renderBackOut({ repository, number }, order);
  const outcome = await github.revertChange(installationId, written.pullRequestNodeId, texts);
  if (outcome.kind === "refused") {
    return { ...due, reaction: "refused", reply: texts.refused(outcome.because) };
  }
  await commands.recordOrder({
    installationId,
    command: due.name,
    repository,
    number: outcome.number,
    by: order.by,
    backsOut: number,
    emergencyReason: order.isEmergency ? texts.emergencyReason : null,
  });
  return { ...due, reply: texts.opened(outcome.number) };
}
