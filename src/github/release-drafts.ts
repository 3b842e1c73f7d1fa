import type { RepositoryName } from "#core/key.ts";
import { explainRefusal, ReleaseRefused } from "#core/release/release-refused.ts";
import { beginMarker } from "#core/release/replace-our-part.ts";
import type { Client } from "./client.ts";
import { everyPage } from "./pages.ts";
import { isNotFound, Refused } from "./request-error.ts";

/** A draft that we wrote, as it stands now. */
export type OurDraft = {
  readonly id: number;
  /** With what people wrote around our part. */
  readonly body: string;
};

/** 300 releases: GitHub lists the newest first. */
const mostPages = 3;

/** The release of a number, if it is still a draft for the tag; null otherwise. One call. */
export async function readDraft(
  client: Client,
  { owner, name }: RepositoryName,
  tag: string,
  releaseId: number,
): Promise<OurDraft | null> {
  try {
    const { data } = await client.request("GET /repos/{owner}/{repo}/releases/{release_id}", {
      owner,
      repo: name,
      release_id: releaseId,
    });
    return data.draft && data.tag_name === tag ? { id: data.id, body: data.body ?? "" } : null;
  } catch (error) {
    if (isNotFound(error)) return null;
    throw error;
  }
}

/**
 * Our drafts for a tag, the oldest first: written by an app and with our marker, since people copy drafts with all that is in them. Found
 * among the newest 300 releases, a call for 100; GitHub may leave out what was made a moment ago.
 */
export async function findDrafts(
  client: Client,
  { owner, name }: RepositoryName,
  tag: string,
): Promise<readonly OurDraft[]> {
  const { items } = await everyPage(mostPages, async (page) => {
    const place = { owner, repo: name, per_page: 100, page };
    return (await client.request("GET /repos/{owner}/{repo}/releases", place)).data;
  });
  return items
    .filter(({ draft, tag_name, author }) => draft && tag_name === tag && author.type === "Bot")
    .filter(({ body }) => body?.includes(beginMarker(tag)))
    .map(({ id, body }) => ({ id, body: body ?? "" }))
    .sort((a, b) => a.id - b.id);
}

/** A draft to be made: never with a `target_commitish`, which GitHub ignores where the tag exists, or takes for a change of workflows. */
export type NewDraft = {
  readonly tag: string;
  readonly body: string;
  readonly isPrerelease: boolean;
};

/**
 * Makes a draft; gives its number.
 *
 * @throws ReleaseRefused when GitHub takes none of this tag
 */
export async function createDraft(
  client: Client,
  { owner, name }: RepositoryName,
  { tag, body, isPrerelease }: NewDraft,
): Promise<number> {
  return orRefused(tag, async () => {
    const { data } = await client.request("POST /repos/{owner}/{repo}/releases", {
      owner,
      repo: name,
      tag_name: tag,
      name: tag,
      body,
      draft: true,
      prerelease: isPrerelease,
    });
    return data.id;
  });
}

async function orRefused<T>(tag: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (!(error instanceof Refused) || (error.status !== 422 && error.status !== 403)) throw error;
    throw new ReleaseRefused(explainRefusal(tag, error.said), { cause: error });
  }
}

/** Writes a draft's body and nothing else: whether it is a draft, and what it is called, is for people to say. */
export async function updateDraft(
  client: Client,
  { owner, name }: RepositoryName,
  { id, body }: OurDraft,
): Promise<void> {
  await client.request("PATCH /repos/{owner}/{repo}/releases/{release_id}", {
    owner,
    repo: name,
    release_id: id,
    body,
  });
}

/** Deletes a draft, unless it is gone. */
export async function deleteDraft(
  client: Client,
  { owner, name }: RepositoryName,
  id: number,
): Promise<void> {
  try {
    await client.request("DELETE /repos/{owner}/{repo}/releases/{release_id}", {
      owner,
      repo: name,
      release_id: id,
    });
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}
