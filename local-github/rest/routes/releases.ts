import { isGranted } from "../../http/tokens.ts";
import { notFound } from "../../operations/refusal.ts";
import {
  createRelease,
  deleteRelease,
  type ReleaseEdits,
  updateRelease,
} from "../../operations/releases.ts";
import { representRelease } from "../../represent/release.ts";
import { resolveCommit } from "../../world/lookup.ts";
import type { Repository } from "../../world/model.ts";
import { latestRelease, publishedRelease, type Release } from "../../world/release.ts";
import { type Call, created, noContent, ok, page, repositoryOf, route } from "../route.ts";

/** Releases. Drafts exist for those only who may push. https://docs.github.com/rest/releases/releases */
export const releaseRoutes = [
  route("GET /repos/{owner}/{repo}/releases", ["contents:read"], (call) => {
    const { all, unlistedFor } = repositoryOf(call).releases;
    const listed = all.filter((release) => {
      const left = unlistedFor.get(release) ?? 0;
      unlistedFor.set(release, Math.max(left - 1, 0));
      return left === 0 && isVisible(call, release);
    });
    return page(call, listed.toReversed(), (shown) =>
      shown.map((release) => representRelease(call.world, release)),
    );
  }),
  route("POST /repos/{owner}/{repo}/releases", ["contents:write"], async (call) => {
    const { world, caller, parameters } = call;
    const repository = repositoryOf(call);
    await refuseChangedWorkflows(call, repository, parameters.target_commitish);
    const wanted = { ...editsOf(parameters), tagName: parameters.tag_name };
    const release = await createRelease(world, repository, wanted, caller.account);
    return created(representRelease(world, release));
  }),
  route("GET /repos/{owner}/{repo}/releases/latest", ["contents:read"], (call) =>
    representFound(call, latestRelease(repositoryOf(call))),
  ),
  route("GET /repos/{owner}/{repo}/releases/tags/{tag}", ["contents:read"], (call) =>
    representFound(call, publishedRelease(repositoryOf(call), call.parameters.tag)),
  ),
  route("GET /repos/{owner}/{repo}/releases/{release_id}", ["contents:read"], (call) =>
    representFound(call, releaseOf(call)),
  ),
  route("PATCH /repos/{owner}/{repo}/releases/{release_id}", ["contents:write"], async (call) => {
    const release = releaseOf(call);
    const edits = editsOf(call.parameters);
    await refuseChangedWorkflows(call, release.repository, edits.targetCommitish);
    await updateRelease(call.world, release, edits, call.caller.account);
    return representFound(call, release);
  }),
  route("DELETE /repos/{owner}/{repo}/releases/{release_id}", ["contents:write"], (call) => {
    deleteRelease(call.world, releaseOf(call), call.caller.account);
    return noContent;
  }),
];

function releaseOf(
  call: Call<{ owner: string; repo: string; release_id: number | bigint }>,
): Release {
  const { all } = repositoryOf(call).releases;
  const release = all.find(({ id }) => id === Number(call.parameters.release_id));
  if (!release || !isVisible(call, release)) throw notFound();
  return release;
}

function representFound({ world }: Call<unknown>, release: Release | undefined) {
  if (!release) throw notFound();
  return ok(representRelease(world, release));
}

function isVisible({ caller }: Call<unknown>, { publishedAt }: Release): boolean {
  return publishedAt !== null || isGranted(caller, ["contents:write"]);
}

type ReleaseParameters = {
  tag_name?: string;
  target_commitish?: string;
  name?: string | null;
  body?: string | null;
  draft?: boolean;
  prerelease?: boolean;
};

function editsOf(wanted: ReleaseParameters): ReleaseEdits {
  const { tag_name: tagName, target_commitish: target, name, body, draft, prerelease } = wanted;
  return {
    ...(tagName !== undefined && { tagName }),
    ...(target !== undefined && { targetCommitish: target }),
    ...(name !== undefined && { name }),
    ...(body !== undefined && { body }),
    ...(draft !== undefined && { draft }),
    ...(prerelease !== undefined && { prerelease }),
  };
}

/** A commit whose workflow files are not the default branch's takes one more permission, and 404 hides which. */
async function refuseChangedWorkflows(
  { caller }: Call<unknown>,
  repository: Repository,
  target: string | undefined,
): Promise<void> {
  const sha = target === undefined ? null : await resolveCommit(repository, target);
  const usual = await resolveCommit(repository, repository.defaultBranch);
  if (sha === null || usual === null || isGranted(caller, ["workflows:write"])) return;
  const files = await repository.git.diff(usual, sha);
  const changed = files.some(
    ({ path, status }) => path.startsWith(".github/workflows/") && status !== "removed",
  );
  if (changed) throw notFound();
}
