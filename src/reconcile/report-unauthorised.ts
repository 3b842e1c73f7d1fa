import { renderUnauthorised } from "#core/unauthorised/render-unauthorised.ts";
import type { UnauthorisedChange } from "#core/unauthorised/unauthorised-change.ts";
import type { AfterMergePorts } from "./after-merge-ports.ts";

type UnauthorisedPorts = Pick<AfterMergePorts, "unauthorised" | "webUrl"> & {
  readonly github: Pick<AfterMergePorts["github"], "openIssue">;
};

/** Puts an unauthorised change on record, then opens the issue about it. */
export async function reportUnauthorised(
  ports: UnauthorisedPorts,
  installationId: number,
  change: UnauthorisedChange,
): Promise<void> {
  await ports.unauthorised.record(change);
  await finishReport(ports, installationId, change);
}

/**
 * Opens the issue about what is on record and has none: also when it was interrupted before.
 *
 * @returns whether anything is on record
 */
export async function finishReport(
  { github, unauthorised, webUrl }: UnauthorisedPorts,
  installationId: number,
  change: Pick<UnauthorisedChange, "repository" | "sha" | "kind">,
): Promise<boolean> {
  const record = await unauthorised.find(change);
  if (record === null) return false;
  if (record.issueNumber === null) {
    const issue = renderUnauthorised(record.change, record.ledger, webUrl);
    const number = await github.openIssue(installationId, change.repository, issue);
    await unauthorised.noteIssue(record.change, number);
  }
  return true;
}
