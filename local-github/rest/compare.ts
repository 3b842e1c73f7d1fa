import { notFound } from "../operations/refusal.ts";
import { representCommit, representFile } from "../represent/commit.ts";
import { repositoryPage, repositoryUrl } from "../represent/repository.ts";
import { resolveCommit } from "../world/lookup.ts";
import type { Repository } from "../world/model.ts";
import { type Answer, type Call, linkHeader, type Paged } from "./route.ts";

// https://docs.github.com/rest/commits/commits#compare-two-commits
const mostUnpagedCommits = 250;
const mostFiles = 300;

/** `base...head` from their merge base: commits in pages where a page is asked for, files on the first page only. */
export async function compare(
  call: Call<Paged & { basehead: string }>,
  repository: Repository,
): Promise<Answer> {
  const { world } = call;
  const { git } = repository;
  const [baseName = "", headName = ""] = call.parameters.basehead.split("...");
  const base = await sideOf(call, repository, baseName);
  const head = await sideOf(call, repository, headName);
  const mergeBase = await git.mergeBase(base, head);
  if (mergeBase === null) throw notFound(`No common ancestor between ${baseName} and ${headName}.`);
  const ahead = await git.commitsBetween(base, head);
  const behind = await git.commitsBetween(head, base);
  const files = await git.diff(mergeBase, head);
  const { shown, first, headers } = pageOf(call, ahead);
  const represent = async (sha: string) =>
    representCommit(world, repository, await git.commitOf(sha));
  const url = `${repositoryUrl(world, repository)}/compare/${baseName}...${headName}`;
  const page = repositoryPage(world, repository);
  return {
    status: 200,
    headers,
    body: {
      url,
      html_url: `${page}/compare/${baseName}...${headName}`,
      permalink_url: `${page}/compare/${base.slice(0, 12)}...${head.slice(0, 12)}`,
      diff_url: `${page}/compare/${baseName}...${headName}.diff`,
      patch_url: `${page}/compare/${baseName}...${headName}.patch`,
      base_commit: await represent(base),
      merge_base_commit: await represent(mergeBase),
      status: statusOf(ahead.length, behind.length),
      ahead_by: ahead.length,
      behind_by: behind.length,
      total_commits: ahead.length,
      commits: await Promise.all(shown.map(represent)),
      ...(first && {
        files: files
          .slice(0, mostFiles)
          .map((file) => representFile(world, repository, file, head)),
      }),
    },
  };
}

/** Unpaged: the newest 250 commits. Paged: from the oldest on. */
function pageOf(
  call: Call<Paged>,
  commits: readonly string[],
): { shown: readonly string[]; first: boolean; headers: Readonly<Record<string, string>> } {
  const { page, per_page: perPage } = call.parameters;
  if (page === undefined && perPage === undefined) {
    return { shown: commits.slice(-mostUnpagedCommits), first: true, headers: {} };
  }
  const size = Math.min(Math.max(perPage ?? 100, 1), 100);
  const current = Math.max(page ?? 1, 1);
  return {
    shown: commits.slice((current - 1) * size, current * size),
    first: current === 1,
    headers: linkHeader(call, current, Math.ceil(commits.length / size)),
  };
}

/** A branch, tag or SHA; `owner:branch` names it in a fork of the same network. */
async function sideOf(
  { world }: Call<unknown>,
  repository: Repository,
  name: string,
): Promise<string> {
  const [owner, branch] = name.includes(":") ? name.split(":") : [null, name];
  const place = owner
    ? [...world.repositories.values()].find(
        (each) => each.git === repository.git && each.owner.login === owner,
      )
    : repository;
  const sha = place && branch ? await resolveCommit(place, branch) : null;
  if (sha === null) throw notFound();
  return sha;
}

function statusOf(ahead: number, behind: number): "identical" | "ahead" | "behind" | "diverged" {
  if (ahead > 0) return behind > 0 ? "diverged" : "ahead";
  return behind > 0 ? "behind" : "identical";
}
