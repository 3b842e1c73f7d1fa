import type { InstallationKey, RepositoryName } from "#core/key.ts";
import type { ReleasesAtGitHub, TagStore } from "./release-ports.ts";

type TagPorts = {
  readonly github: Pick<ReleasesAtGitHub, "listTags">;
  readonly tags: TagStore;
};

/** Takes the tags that a repository has when the app comes for the past: they are not drafted. One call, once. */
export async function beginTagWatch(
  { github, tags }: TagPorts,
  installationId: number,
  repository: RepositoryName,
): Promise<void> {
  if (await tags.isWatched(repository)) return;
  const present = await github.listTags(installationId, repository);
  await tags.beginWatch(
    repository,
    present.map(({ tag }) => tag),
  );
}

/**
 * The releases of tags that came, moved or went without news: GitHub sends none when more than three tags are pushed at once. One call for all
 * tags of a repository.
 */
export async function findMissedReleases(
  { github, tags }: TagPorts,
  installationId: number,
  repository: RepositoryName,
): Promise<readonly InstallationKey[]> {
  const isWatched = await tags.isWatched(repository);
  const present = await github.listTags(installationId, repository);
  if (!isWatched) {
    await tags.beginWatch(
      repository,
      present.map(({ tag }) => tag),
    );
    return [];
  }
  const missed = await tags.findMissed(repository, present);
  return missed.map((tag) => ({ installationId, key: { kind: "release", repository, tag } }));
}
