import type { Repository } from "../world/model.ts";
import type { Release } from "../world/release.ts";
import type { World } from "../world/world.ts";
import { type Json, representOwner } from "./account.ts";
import { repositoryPage, repositoryUrl } from "./repository.ts";

/** A release. While it is a draft its page has a made-up name, for the tag need not exist. */
export function representRelease(world: World, release: Release): Json {
  const { repository, tagName } = release;
  const url = `${repositoryUrl(world, repository)}/releases/${release.id}`;
  const published = release.publishedAt !== null;
  return {
    url,
    assets_url: `${url}/assets`,
    upload_url: `${url}/assets{?name,label}`,
    html_url: releasePage(world, release),
    id: release.id,
    author: representOwner(world, release.author),
    node_id: release.nodeId,
    tag_name: tagName,
    target_commitish: release.targetCommitish,
    name: release.name,
    draft: !published,
    immutable: release.immutable,
    prerelease: release.prerelease,
    created_at: release.createdAt,
    updated_at: release.updatedAt,
    published_at: release.publishedAt,
    assets: [],
    tarball_url: published ? archiveUrl(world, repository, "tarball", tagName) : null,
    zipball_url: published ? archiveUrl(world, repository, "zipball", tagName) : null,
    body: release.body,
  };
}

/** A release's page. */
export function releasePage(world: World, release: Release): string {
  return `${repositoryPage(world, release.repository)}/releases/tag/${releaseSlug(release)}`;
}

/** How a release's page is called: its tag, or a made-up name while it is a draft. */
export function releaseSlug({ id, tagName, publishedAt }: Release): string {
  return publishedAt === null ? `untagged-${id.toString(16).padStart(20, "0")}` : tagName;
}

/** Where a tag's files can be had. */
export function archiveUrl(
  world: World,
  repository: Repository,
  form: "tarball" | "zipball",
  tag: string,
): string {
  return `${repositoryUrl(world, repository)}/${form}/${tag}`;
}
