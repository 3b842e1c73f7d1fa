import { representRelease } from "../represent/release.ts";
import { resolveCommit } from "../world/lookup.ts";
import type { Account, Repository } from "../world/model.ts";
import { publishedRelease, type Release } from "../world/release.ts";
import { timestampOf, type World } from "../world/world.ts";
import { type Refusal, unprocessable } from "./refusal.ts";
import { pushTags } from "./tags.ts";

/** In characters. https://docs.github.com/rest/releases/releases */
const longestReleaseBody = 125_000;

/** What a request says of a release; what it leaves out stays as it is. */
export type ReleaseEdits = {
  readonly tagName?: string;
  readonly targetCommitish?: string;
  readonly name?: string | null;
  readonly body?: string | null;
  readonly draft?: boolean;
  readonly prerelease?: boolean;
};

/** Makes a release. A draft makes no tag, and there may be several for one. */
export async function createRelease(
  world: World,
  repository: Repository,
  wanted: ReleaseEdits & { readonly tagName: string },
  by: Account,
): Promise<Release> {
  const now = world.now();
  const release: Release = {
    ...world.identify("RE"),
    kind: "release",
    repository,
    author: by,
    createdAt: now,
    updatedAt: now,
    publishedAt: null,
    tagName: wanted.tagName,
    targetCommitish: wanted.targetCommitish ?? repository.defaultBranch,
    name: wanted.name ?? null,
    body: wanted.body ?? null,
    prerelease: wanted.prerelease ?? false,
    immutable: false,
  };
  refuseContent(wanted);
  const commitSha = await commitToRelease(release);
  release.createdAt = await dateOf(repository, commitSha);
  if (wanted.draft !== true) refusePublishing(release);
  repository.releases.all.push(world.register(release));
  repository.releases.unlistedFor.set(release, repository.releases.listingLag);
  announceRelease(world, release, "created", by);
  if (wanted.draft !== true) await publish(world, release, commitSha, by);
  return release;
}

/** Changes a release; `draft: false` publishes it, `draft: true` takes it back. */
export async function updateRelease(
  world: World,
  release: Release,
  edits: ReleaseEdits,
  by: Account,
): Promise<void> {
  refuseContent(edits);
  const wasDraft = release.publishedAt === null;
  const draft = edits.draft ?? wasDraft;
  if (release.immutable) refuseMutation(release, edits);
  const next = { ...release, ...ofRelease(edits) };
  if (!draft) refusePublishing(next);
  const commitSha = await commitToRelease(next);
  const before = { ...release };
  Object.assign(release, ofRelease(edits));
  release.updatedAt = world.now();
  release.createdAt = await dateOf(release.repository, commitSha);
  announceEdits(world, release, before, by);
  if (wasDraft && !draft) await publish(world, release, commitSha, by);
  if (!wasDraft && draft) unpublish(world, release, by);
  else if (!wasDraft && before.prerelease && !release.prerelease) {
    announceRelease(world, release, "released", by);
  }
}

/** Deletes a release; its tag stays. The tag name of an immutable one is burned. */
export function deleteRelease(world: World, release: Release, by: Account): void {
  const { all, burnedTags } = release.repository.releases;
  all.splice(all.indexOf(release), 1);
  world.nodes.delete(release.nodeId);
  if (release.immutable) burnedTags.add(release.tagName);
  announceRelease(world, release, "deleted", by);
}

async function publish(
  world: World,
  release: Release,
  commitSha: string,
  by: Account,
): Promise<void> {
  const { repository, tagName } = release;
  if (!repository.tags.has(tagName)) {
    await pushTags(world, repository, [{ tag: tagName, after: commitSha }], by);
  }
  release.publishedAt = world.now();
  release.immutable = repository.releases.immutable;
  announceRelease(world, release, "published", by);
  announceRelease(world, release, release.prerelease ? "prereleased" : "released", by);
}

function unpublish(world: World, release: Release, by: Account): void {
  release.publishedAt = null;
  announceRelease(world, release, "unpublished", by);
}

/** The tag's commit; before the tag exists, where it would be made. */
async function commitToRelease(release: Release): Promise<string> {
  const { repository, tagName, targetCommitish } = release;
  const target = repository.tags.has(tagName) ? `refs/tags/${tagName}` : targetCommitish;
  const sha = await resolveCommit(repository, target);
  if (sha === null) throw invalid({ field: "target_commitish", code: "invalid" });
  return sha;
}

function refuseContent({ tagName, body }: ReleaseEdits): void {
  if (tagName !== undefined && !/^[^\s~^:?*[\\]+$/.test(tagName)) {
    throw invalid({ field: "tag_name", code: "custom", message: "tag_name is not well-formed" });
  }
  if ([...(body ?? "")].length > longestReleaseBody) {
    const message = `body is too long (maximum is ${longestReleaseBody} characters)`;
    throw invalid({ field: "body", code: "custom", message });
  }
}

/** https://github.com/microsoft/hve-core/pull/554 has the words for a burned name. */
function refusePublishing(release: Release): void {
  const { repository, tagName } = release;
  const published = publishedRelease(repository, tagName);
  if (published && published.id !== release.id) {
    throw invalid({ field: "tag_name", code: "already_exists" });
  }
  if (repository.releases.burnedTags.has(tagName)) {
    const message = "tag_name was used by an immutable release";
    throw invalid({ field: "tag_name", code: "custom", message });
  }
}

function refuseMutation(release: Release, edits: ReleaseEdits): void {
  const { tagName, targetCommitish, prerelease } = edits;
  const unchanged =
    (tagName ?? release.tagName) === release.tagName &&
    (targetCommitish ?? release.targetCommitish) === release.targetCommitish &&
    (prerelease ?? release.prerelease) === release.prerelease &&
    edits.draft !== true;
  if (unchanged) return;
  throw invalid({ code: "custom", message: "Only title and notes of it can be changed." });
}

function invalid(detail: {
  readonly code: string;
  readonly field?: string;
  readonly message?: string;
}): Refusal {
  return unprocessable("Validation Failed", [{ resource: "Release", ...detail }]);
}

function ofRelease({ draft, ...edits }: ReleaseEdits): Partial<Release> {
  return Object.fromEntries(Object.entries(edits).filter(([, value]) => value !== undefined));
}

async function dateOf({ git }: Repository, sha: string): Promise<string> {
  return timestampOf((await git.commitOf(sha)).committer.date);
}

function announceEdits(world: World, release: Release, before: Release, by: Account): void {
  const changes = {
    ...(release.name !== before.name && { name: { from: before.name ?? "" } }),
    ...(release.body !== before.body && { body: { from: before.body ?? "" } }),
    ...(release.tagName !== before.tagName && { tag_name: { from: before.tagName } }),
  };
  if (Object.keys(changes).length === 0) return;
  announceRelease(world, release, "edited", by, { changes });
}

function announceRelease(
  world: World,
  release: Release,
  action: string,
  by: Account,
  payload: Readonly<Record<string, unknown>> = {},
): void {
  const { repository } = release;
  const told = { release: representRelease(world, release), ...payload };
  world.announce({ event: "release", action, sender: by, repository, payload: told });
}
