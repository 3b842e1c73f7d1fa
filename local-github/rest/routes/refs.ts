import { notFound } from "../../operations/refusal.ts";
import { archiveUrl } from "../../represent/release.ts";
import { repositoryUrl } from "../../represent/repository.ts";
import type { Repository } from "../../world/model.ts";
import { timestampOf, type World } from "../../world/world.ts";
import { ok, page, repositoryOf, route } from "../route.ts";

/** Git's references as such, and tags. https://docs.github.com/rest/git/refs */
export const refRoutes = [
  route("GET /repos/{owner}/{repo}/git/ref/{ref}", ["contents:read"], async (call) => {
    const repository = repositoryOf(call);
    const found = refsOf(repository).find(([name]) => name === `refs/${call.parameters.ref}`);
    if (!found) throw notFound();
    return ok(await representRef(call.world, repository, found));
  }),
  route("GET /repos/{owner}/{repo}/git/matching-refs/{ref}", ["contents:read"], async (call) => {
    const repository = repositoryOf(call);
    const prefix = `refs/${call.parameters.ref}`;
    const matching = refsOf(repository).filter(([name]) => name.startsWith(prefix));
    const sorted = matching.toSorted(([a], [b]) => (a < b ? -1 : 1));
    return ok(await Promise.all(sorted.map((ref) => representRef(call.world, repository, ref))));
  }),
  route("GET /repos/{owner}/{repo}/git/tags/{tag_sha}", ["contents:read"], async (call) => {
    const repository = repositoryOf(call);
    const { tag_sha: sha } = call.parameters;
    const tag = /^[0-9a-f]{40}$/.test(sha) ? await repository.git.tag(sha) : null;
    if (!tag) throw notFound();
    const url = repositoryUrl(call.world, repository);
    const { name, email, date } = tag.tagger;
    return ok({
      node_id: `TA_${tag.sha}`,
      sha: tag.sha,
      url: `${url}/git/tags/${tag.sha}`,
      tag: tag.name,
      message: tag.message,
      tagger: { name, email, date: timestampOf(date) },
      object: { ...tag.object, url: `${url}/git/${tag.object.type}s/${tag.object.sha}` },
      verification: {
        verified: false,
        reason: "unsigned",
        signature: null,
        payload: null,
        verified_at: null,
      },
    });
  }),
  route("GET /repos/{owner}/{repo}/tags", ["contents:read"], async (call) => {
    const { world } = call;
    const repository = repositoryOf(call);
    const commits = await Promise.all(
      [...repository.tags].map(async ([name, sha]) => ({
        name,
        sha: (await repository.git.commitOf(sha)).sha,
      })),
    );
    const sorted = commits.toSorted((a, b) => (a.name < b.name ? 1 : -1));
    return page(call, sorted, (shown) =>
      shown.map(({ name, sha }) => ({
        name,
        zipball_url: archiveUrl(world, repository, "zipball", `refs/tags/${name}`),
        tarball_url: archiveUrl(world, repository, "tarball", `refs/tags/${name}`),
        commit: { sha, url: `${repositoryUrl(world, repository)}/commits/${sha}` },
        node_id: refNodeId(`refs/tags/${name}`),
      })),
    );
  }),
];

type Ref = readonly [name: string, sha: string];

function refsOf({ branches, tags }: Repository): readonly Ref[] {
  return [
    ...[...branches].map(([name, sha]): Ref => [`refs/heads/${name}`, sha]),
    ...[...tags].map(([name, sha]): Ref => [`refs/tags/${name}`, sha]),
  ];
}

/** The object of an annotated tag is the tag, not its commit. */
async function representRef(
  world: World,
  repository: Repository,
  [name, sha]: Ref,
): Promise<object> {
  const url = repositoryUrl(world, repository);
  const type = (await repository.git.tag(sha)) ? "tag" : "commit";
  return {
    ref: name,
    node_id: refNodeId(name),
    url: `${url}/git/${name}`,
    object: { type, sha, url: `${url}/git/${type}s/${sha}` },
  };
}

function refNodeId(name: string): string {
  return `REF_${Buffer.from(name).toString("base64url")}`;
}
