import type { InstallationKey, RepositoryName } from "#core/key.ts";
import type { GateStore } from "./gate-ports.ts";

/** A job that waits before an environment at GitHub. */
type WaitingDeployment = {
  readonly runId: number;
  readonly deploymentId: number;
  readonly environment: string;
  readonly createdAtMs: number;
};

export type WaitingJobsPorts = {
  readonly github: {
    /** The jobs of a repository that wait for protection rules now. */
    listWaitingJobs(
      installationId: number,
      repository: RepositoryName,
    ): Promise<readonly WaitingDeployment[]>;
  };
  readonly gates: Pick<GateStore, "askedSince"> & {
    hasAny(repository: RepositoryName): Promise<boolean>;
    note(
      gates: readonly {
        readonly repository: RepositoryName;
        readonly environment: string;
        readonly name: {
          readonly kind: "protection-rule";
          readonly runId: number;
          readonly deploymentId: number;
        };
        readonly requestedAtMs: number;
      }[],
    ): Promise<void>;
  };
};

/**
 * Keeps the gates of waiting jobs of which no delivery told, and gives what has to be looked at for them. One call, where a gate was ever asked for;
 * three and more where jobs wait.
 */
export async function findMissedGates(
  { github, gates }: WaitingJobsPorts,
  installationId: number,
  repository: RepositoryName,
): Promise<readonly InstallationKey[]> {
  if (!(await gates.hasAny(repository))) return [];
  const missed = [];
  for (const job of await github.listWaitingJobs(installationId, repository)) {
    const known = await gates.askedSince(repository, job.environment, 0);
    const isKnown = known.some(
      ({ name }) => name.kind === "protection-rule" && name.deploymentId === job.deploymentId,
    );
    if (!isKnown) missed.push(job);
  }
  await gates.note(
    missed.map(({ runId, deploymentId, environment, createdAtMs }) => ({
      repository,
      environment,
      name: { kind: "protection-rule", runId, deploymentId },
      requestedAtMs: createdAtMs,
    })),
  );
  const environments = [...new Set(missed.map(({ environment }) => environment))];
  return environments.map((environment) => ({
    installationId,
    key: { kind: "environment", repository, environment },
  }));
}
