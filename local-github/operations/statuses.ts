import type { CommitStatus, Repository } from "../world/model.ts";
import type { World } from "../world/world.ts";
import { refuseUnknownSha } from "./commits.ts";
import { unprocessable } from "./refusal.ts";

/** GitHub keeps this many statuses per commit and context. */
const mostPerContext = 1000;

/** Adds a status; the newest of a context counts. */
export async function createStatus(
  world: World,
  repository: Repository,
  wanted: Pick<CommitStatus, "sha" | "context" | "state" | "description" | "targetUrl" | "author">,
): Promise<CommitStatus> {
  const { sha } = wanted;
  await refuseUnknownSha(repository, sha);
  const inContext = repository.statuses.filter(
    (status) => status.sha === sha && status.context === wanted.context,
  );
  if (inContext.length >= mostPerContext) {
    const message = "This SHA and context has reached the maximum number of statuses.";
    throw unprocessable("Validation Failed", [{ resource: "Status", code: "custom", message }]);
  }
  const status: CommitStatus = {
    ...wanted,
    ...world.identify("SC"),
    kind: "status",
    createdAt: world.now(),
  };
  repository.statuses.unshift(status);
  return status;
}
