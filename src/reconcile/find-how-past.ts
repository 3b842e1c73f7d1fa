import type { Account } from "#core/change/facts.ts";
import type { RepositoryName } from "#core/key.ts";
import type { PastTheGate } from "#core/unauthorised/find-unauthorised-deployments.ts";
import type { UnauthorisedDeployment } from "#core/unauthorised/unauthorised-change.ts";
import type { Site } from "./observe-site.ts";

/** What GitHub tells of those who deploy. */
export interface DeployersAtGitHub {
  readDeployer(
    installationId: number,
    repository: RepositoryName,
    deployment: {
      readonly deploymentId: number;
      readonly environment: string;
      readonly runId: number | null;
    },
  ): Promise<{
    /** Null: not known. */
    readonly way: "job" | "api" | null;
    readonly by: Account | null;
    readonly passedBy: readonly Account[];
  }>;
  /** Whether our protection rule is there; null where there is no such environment. */
  hasProtectionRule(
    installationId: number,
    repository: RepositoryName,
    environment: string,
  ): Promise<boolean | null>;
}

/** Who deployed what went past its gate, and how it got past: at most five calls. */
export async function findHowPast(
  github: DeployersAtGitHub,
  { installationId, repository, environment }: Site,
  { id: deploymentId, runId, gate }: PastTheGate,
): Promise<Pick<UnauthorisedDeployment, "by" | "passedBy" | "how">> {
  const name = { deploymentId, environment, runId };
  const { way, by, passedBy } = await github.readDeployer(installationId, repository, name);
  switch (way) {
    case "api":
      return { by, passedBy, how: "api" };
    case null:
      return { by, passedBy, how: "unknown" };
    case "job": {
      if (gate !== null) return { by, passedBy, how: "bypassed" };
      const hasRule = await github.hasProtectionRule(installationId, repository, environment);
      return { by, passedBy, how: hasRule === false ? "no-rule" : "unasked" };
    }
  }
}
