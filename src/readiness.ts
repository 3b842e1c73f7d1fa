import type { GitHub } from "#github/github.ts";
import type { Store } from "#store/store.ts";

/** An answer of GitHub's is believed this long: probes come every few seconds. */
const believedMs = 30_000;

/** Tells why the service is not ready: the database does not answer, or GitHub does not take the App's credentials. */
export function readiness(
  store: Store,
  github: GitHub,
  now: () => number,
): () => Promise<readonly string[]> {
  let askedAtMs = Number.NEGATIVE_INFINITY;
  let githubProblem: string | null = null;
  return async () => {
    if (now() - askedAtMs > believedMs) {
      githubProblem = await github.appSlug().then(
        () => null,
        (error: unknown) => `GitHub: ${error instanceof Error ? error.message : error}`,
      );
      askedAtMs = now();
    }
    const reachable = await store.isReachable();
    return [
      ...(reachable ? [] : ["The database does not answer."]),
      ...(githubProblem === null ? [] : [githubProblem]),
    ];
  };
}
