import type { Commit } from "../git/commit.ts";
import { runGit } from "../git/run-git.ts";
import type { FileEdits, NewCommit } from "../git/write-commits.ts";
import { openPullRequest } from "../operations/pull-requests.ts";
import { createRepository } from "../operations/repositories.ts";
import { writeSketches } from "../scenario/commits.ts";
import type { OrganisationScenario } from "../scenario/organisation.ts";
import { PullRequestScenario } from "../scenario/pull-request.ts";
import { RepositoryScenario } from "../scenario/repository.ts";
import type { Account, Repository } from "../world/model.ts";
import type { World } from "../world/world.ts";
import { peopleOf } from "./people.ts";
import { type PastChange, readChanges } from "./read-changes.ts";

export type HistorySketch = {
  /** A bare clone (or a `.git` directory); it is read and never written. */
  readonly gitDir: string;
  readonly name: string;
  /** The branch or commit there; what `HEAD` names when absent. */
  readonly tip?: string;
  /** How many of the last changes become pull requests. */
  readonly count: number;
  /** Put on top of the branch, such as a policy. */
  readonly files?: FileEdits;
};

export type LoadedHistory = {
  readonly repository: RepositoryScenario;
  /** Oldest first. */
  readonly pulls: readonly PullRequestScenario[];
  /** Changes that could not be shown: a partial clone lacks their content. */
  readonly left: number;
};

/**
 * Serves a real repository and opens its last changes again as pull requests to `main`. Their commits are copied with the
 * committer's clock a second later: so they are not on `main` yet, and compare as they did when they were new.
 */
export async function loadHistory(
  world: World,
  organisation: OrganisationScenario,
  sketch: HistorySketch,
): Promise<LoadedHistory> {
  const repository = await createRepository(world, organisation.state, sketch.name, {
    private: true,
    defaultBranch: "main",
    borrowFrom: sketch.gitDir,
  });
  const name = `${sketch.tip ?? "HEAD"}^{commit}`;
  const tip = (await runGit(sketch.gitDir, ["rev-parse", name])).toString("utf8").trim();
  const changes = await readChanges(repository.git, tip, sketch.count);
  const commits = changes.flatMap((change) => change.commits);
  const people = peopleOf(world, organisation.state, commits);
  repository.branches.set("main", await mainTip(world, repository, tip, sketch.files));
  const pulls: PullRequestScenario[] = [];
  const heads = await copyHeads(repository, changes);
  for (const [index, change] of changes.entries()) {
    pulls.push(await reopen(world, repository, change, heads[index] ?? "", people));
  }
  return {
    repository: new RepositoryScenario(world, repository),
    pulls,
    left: sketch.count - pulls.length,
  };
}

async function mainTip(
  world: World,
  repository: Repository,
  tip: string,
  files: FileEdits | undefined,
): Promise<string> {
  if (!files) return tip;
  return writeSketches(world, repository, tip, [{ message: "Set up", files }], "web-flow");
}

async function reopen(
  world: World,
  repository: Repository,
  change: PastChange,
  head: string,
  people: ReadonlyMap<string, Account>,
): Promise<PullRequestScenario> {
  const last = change.commits.at(-1);
  const author = people.get(last?.author.email.toLowerCase() ?? "");
  if (!author) throw new Error(`nobody is the author of ${change.title}`);
  const branch = `change-${repository.issues.size + 1}`;
  repository.branches.set(branch, head);
  const pull = await openPullRequest(world, repository, {
    title: change.title,
    body: change.body,
    author,
    draft: false,
    base: "main",
    baseSha: change.base,
    head: { repository, branch },
  });
  return new PullRequestScenario(world, pull);
}

/** Copies every change's commits and answers the heads. */
async function copyHeads(
  repository: Repository,
  changes: readonly PastChange[],
): Promise<readonly string[]> {
  const copies: NewCommit[] = [];
  const lastOfChange: number[] = [];
  for (const { commits } of changes) {
    copies.push(...copiesOf(commits, copies.length));
    lastOfChange.push(copies.length - 1);
  }
  const written = copies.length > 0 ? await repository.git.write(copies) : [];
  return lastOfChange.map((index) => written[index] ?? "");
}

/**
 * The same trees and messages under new SHAs; parents within the change become copies too. fast-import knows the commits
 * of one run by marks, counted from 1.
 */
function copiesOf(commits: readonly Commit[], before: number): readonly NewCommit[] {
  const marks = new Map(commits.map(({ sha }, index) => [sha, `:${before + index + 1}`]));
  const squashed = commits.length === 1;
  return commits.map(({ author, committer, message, parents, tree }) => ({
    author,
    committer: { ...committer, date: new Date(committer.date.getTime() + 1000) },
    message,
    parents: (squashed ? parents.slice(0, 1) : parents).map((sha) => marks.get(sha) ?? sha),
    tree,
  }));
}
