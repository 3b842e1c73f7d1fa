/** The name of one object to reconcile. It carries no facts: those are read when it is worked on. */
export type Key =
  | { readonly kind: "change"; readonly repository: RepositoryName; readonly number: number }
  | {
      readonly kind: "merge-group";
      readonly repository: RepositoryName;
      readonly branch: string;
      readonly headSha: string;
    }
  | { readonly kind: "branch"; readonly repository: RepositoryName; readonly branch: string }
  | {
      /** What a push brought to a branch. */
      readonly kind: "push";
      readonly repository: RepositoryName;
      readonly branch: string;
      readonly beforeSha: string;
      readonly headSha: string;
    }
  /** An environment with the gates that wait before it: all of them are decided together, one after the other. */
  | {
      readonly kind: "environment";
      readonly repository: RepositoryName;
      readonly environment: string;
    }
  /** An issue of ours about a push, with the commands that were given there. */
  | { readonly kind: "issue"; readonly repository: RepositoryName; readonly number: number }
  /** A tag with the release that is drafted for it. */
  | { readonly kind: "release"; readonly repository: RepositoryName; readonly tag: string }
  /** What the pull requests of a published release are told of it. */
  | { readonly kind: "release-news"; readonly repository: RepositoryName; readonly tag: string }
  | { readonly kind: "repository"; readonly repository: RepositoryName }
  /** Our protection rules in the environments of a repository. */
  | { readonly kind: "protection-rules"; readonly repository: RepositoryName }
  /** A repository's past, to be read from GitHub. */
  | { readonly kind: "history"; readonly repository: RepositoryName }
  | { readonly kind: "installation" };

/** `owner/name` as GitHub spells it. */
export type RepositoryName = { readonly owner: string; readonly name: string };

/** A key together with the installation whose credentials reach it. */
export type InstallationKey = { readonly installationId: number; readonly key: Key };

export function formatRepository(repository: RepositoryName): string {
  return `${repository.owner}/${repository.name}`;
}

/** Whether both name one repository: GitHub tells names apart by their letters, not by their case. */
export function isSameRepository(a: RepositoryName, b: RepositoryName): boolean {
  return formatRepository(a).toLowerCase() === formatRepository(b).toLowerCase();
}

/**
 * How long after an event its key waits, milliseconds. A push is often the merge of a pull request, of which GitHub tells a
 * moment later, and whose observation tells more and costs nothing extra. Of a new tag GitHub tells twice.
 */
export function patienceMs({ kind }: Key): number {
  if (kind === "push") return 5_000;
  return kind === "release" ? 300 : 0;
}
