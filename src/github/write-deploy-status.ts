import type { DeployStatus } from "#core/gate/render-deployment.ts";
import type { RepositoryName } from "#core/key.ts";
import type { Client } from "./client.ts";

/**
 * Sets a commit status unless the one that stands says the same already.
 *
 * See https://docs.github.com/en/rest/commits/statuses#create-a-commit-status
 */
export async function writeDeployStatus(
  client: Client,
  { owner, name }: RepositoryName,
  sha: string,
  status: DeployStatus,
): Promise<void> {
  const { data: statuses } = await client.request(
    "GET /repos/{owner}/{repo}/commits/{ref}/statuses",
    { owner, repo: name, ref: sha, per_page: 100 },
  );
  const standing = statuses.find(({ context }) => context === status.context);
  if (standing?.state === status.state && standing.description === status.description) return;
  await client.request("POST /repos/{owner}/{repo}/statuses/{sha}", {
    owner,
    repo: name,
    sha,
    ...status,
  });
}
