import { RetryLater } from "#core/errors.ts";
import {
  type DeploymentLine,
  type FollowedGate,
  findDeploymentLines,
} from "#core/gate/find-deployment-lines.ts";
import type { RepositoryName } from "#core/key.ts";
import type { Site } from "./observe-site.ts";

/** What it takes to tell pull requests of their deployments. */
export type NewsPorts = {
  readonly github: {
    /** Writes the lines into our comments on at most 25 pull requests. */
    writeDeploymentLines(
      installationId: number,
      repository: RepositoryName,
      lines: readonly DeploymentLine[],
    ): Promise<void>;
  };
  readonly deploymentNews: {
    /** The gates that were asked for last, each with its last decision and breach; the oldest gate first. */
    recentGates(
      repository: RepositoryName,
      environment: string,
      limit: number,
    ): Promise<readonly FollowedGate[]>;
    /** Those that say something new. */
    untold(
      repository: RepositoryName,
      lines: readonly DeploymentLine[],
    ): Promise<readonly DeploymentLine[]>;
    noteTold(repository: RepositoryName, lines: readonly DeploymentLine[]): Promise<void>;
  };
};

/** What became of older gates was told in their time. */
const mostGates = 10;

const toldAtOnce = 25;

/**
 * Tells each pull request of the environment's latest gates what becomes of its deployment, when that has changed: two calls for 25 of
 * them. Gates were answered before: what GitHub's limit for comments puts off is told later.
 *
 * @returns when to go on, or null
 */
export async function tellDeployments(
  { github, deploymentNews }: NewsPorts,
  { installationId, repository, environment, deployments }: Site,
): Promise<number | null> {
  const gates = await deploymentNews.recentGates(repository, environment, mostGates);
  const lines = findDeploymentLines(gates, deployments);
  const untold = await deploymentNews.untold(repository, lines);
  for (let next = 0; next < untold.length; next += toldAtOnce) {
    const some = untold.slice(next, next + toldAtOnce);
    try {
      await github.writeDeploymentLines(installationId, repository, some);
    } catch (error) {
      if (error instanceof RetryLater && error.notBeforeMs !== null) return error.notBeforeMs;
      throw error;
    }
    await deploymentNews.noteTold(repository, some);
  }
  return null;
}
