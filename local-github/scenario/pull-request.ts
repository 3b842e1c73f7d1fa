import { requestCheckAction, rerequestCheckRun } from "../operations/check-runs.ts";
import {
  addComment,
  addLabels,
  deleteComment,
  editComment,
  labelNamed,
  removeLabels,
} from "../operations/issues.ts";
import { enqueue } from "../operations/merge-queue.ts";
import { type MergeMethod, mergePullRequest } from "../operations/merges.ts";
import {
  closePullRequest,
  editPullRequest,
  reopenPullRequest,
  setDraft,
} from "../operations/pull-requests.ts";
import { moveBranch } from "../operations/push.ts";
import {
  dismissReview,
  removeReviewRequests,
  requestReviews,
  submitReview,
} from "../operations/reviews.ts";
import type { CheckRun, Comment, PullRequest, Review, Team } from "../world/model.ts";
import { fullName, type World } from "../world/world.ts";
import { checkRunOn } from "./checks.ts";
import { type CommitSketch, writeSketches } from "./commits.ts";
import { type Who, whoIs } from "./who.ts";

const reviewStates = {
  approve: "APPROVED",
  "request changes": "CHANGES_REQUESTED",
  comment: "COMMENTED",
} as const;

/** A pull request that people in a test work on. */
export class PullRequestScenario {
  readonly state: PullRequest;
  readonly #world: World;

  constructor(world: World, pull: PullRequest) {
    this.#world = world;
    this.state = pull;
  }

  get number(): number {
    return this.state.number;
  }

  get headSha(): string {
    return this.state.head.sha;
  }

  /** Where people see it. */
  get url(): string {
    return `${this.#world.origin}/${fullName(this.state.repository)}/pull/${this.number}`;
  }

  get comments(): readonly Comment[] {
    return this.state.comments;
  }

  /** Label names, in the order in which they were put on. */
  get labels(): readonly string[] {
    return [...this.state.labels].map(({ name }) => name);
  }

  /** Logins, and teams as `@slug`. */
  get requestedReviewers(): readonly string[] {
    const { requestedUsers, requestedTeams } = this.state;
    const teams = [...requestedTeams].map(({ slug }) => `@${slug}`);
    return [...[...requestedUsers].map(({ login }) => login), ...teams];
  }

  /** The app's check run on the head. */
  get checkRun(): CheckRun | null {
    return checkRunOn(this.#world, this.state);
  }

  /** Pushes a commit; with `force` it replaces the branch's own, on top of the base as the pull request knows it, or of `onto`. Answers the new head. */
  async push(
    commit: CommitSketch & {
      readonly by?: Who;
      readonly force?: boolean;
      readonly onto?: string;
    },
  ): Promise<string> {
    const { repository, branch, sha } = this.state.head;
    if (!repository) throw new Error("the head repository is gone");
    const author = this.state.author;
    const by = commit.by ?? (typeof commit.author === "string" ? commit.author : author);
    const onto = commit.force ? (commit.onto ?? this.state.base.sha) : sha;
    const tip = await writeSketches(this.#world, repository, onto, [commit], author);
    await moveBranch(this.#world, repository, branch, tip, whoIs(this.#world, by));
    return tip;
  }

  /** Force-pushes the head back (or on) to a commit that is there. */
  async reset(sha: string, by: Who): Promise<void> {
    const { repository, branch } = this.state.head;
    if (!repository) throw new Error("the head repository is gone");
    await moveBranch(this.#world, repository, branch, sha, whoIs(this.#world, by));
  }

  /** Merges the base branch into the head, as the "update branch" button does. */
  async updateBranch(by: Who): Promise<string> {
    const { base, repository } = this.state;
    const baseSha = repository.branches.get(base.branch) ?? base.sha;
    const tree = await repository.git.mergedTree(this.headSha, baseSha);
    if (tree === null) throw new Error("the base branch conflicts with the head");
    const message = `Merge branch '${base.branch}' into ${this.state.head.branch}`;
    const sketch = { message, author: by, committer: "web-flow", merge: baseSha, tree };
    const { head } = this.state;
    const place = head.repository ?? repository;
    const tip = await writeSketches(this.#world, place, this.headSha, [sketch], by);
    await moveBranch(this.#world, place, head.branch, tip, whoIs(this.#world, by));
    return tip;
  }

  /** Reviews the head, or the commit that is named. */
  review({
    by,
    state,
    body = "",
    commit = this.headSha,
  }: {
    readonly by: Who;
    readonly state: keyof typeof reviewStates;
    readonly body?: string;
    readonly commit?: string;
  }): Review {
    return submitReview(this.#world, this.state, {
      by: whoIs(this.#world, by),
      state: reviewStates[state],
      body,
      commitSha: commit,
    });
  }

  dismiss(review: Review, by: Who): void {
    dismissReview(this.#world, review, whoIs(this.#world, by));
  }

  comment(by: Who, body: string): Comment {
    return addComment(this.#world, this.state, body, whoIs(this.#world, by));
  }

  editComment(comment: Comment, body: string, by: Who): void {
    editComment(this.#world, comment, body, whoIs(this.#world, by));
  }

  deleteComment(comment: Comment, by: Who): void {
    deleteComment(this.#world, comment, whoIs(this.#world, by));
  }

  async label(names: readonly string[], by: Who): Promise<void> {
    const { repository } = this.state;
    const labels = names.map((name) => labelNamed(this.#world, repository, name));
    await addLabels(this.#world, this.state, labels, whoIs(this.#world, by));
  }

  async unlabel(names: readonly string[], by: Who): Promise<void> {
    const { repository } = this.state;
    const labels = names.map((name) => labelNamed(this.#world, repository, name));
    await removeLabels(this.#world, this.state, labels, whoIs(this.#world, by));
  }

  /** Asks people, or teams as `@slug`. */
  async requestReview(reviewers: readonly Who[], by: Who): Promise<void> {
    await requestReviews(this.#world, this.state, this.#named(reviewers), whoIs(this.#world, by));
  }

  async removeReviewRequest(reviewers: readonly Who[], by: Who): Promise<void> {
    const unwanted = this.#named(reviewers);
    await removeReviewRequests(this.#world, this.state, unwanted, whoIs(this.#world, by));
  }

  async edit(
    edits: { readonly title?: string; readonly body?: string; readonly base?: string },
    by: Who,
  ): Promise<void> {
    await editPullRequest(this.#world, this.state, edits, whoIs(this.#world, by));
  }

  async convertToDraft(by: Who): Promise<void> {
    await setDraft(this.#world, this.state, true, whoIs(this.#world, by));
  }

  async readyForReview(by: Who): Promise<void> {
    await setDraft(this.#world, this.state, false, whoIs(this.#world, by));
  }

  async close(by: Who): Promise<void> {
    await closePullRequest(this.#world, this.state, whoIs(this.#world, by));
  }

  async reopen(by: Who): Promise<void> {
    await reopenPullRequest(this.#world, this.state, whoIs(this.#world, by));
  }

  /** With `bypass` an administrator merges past the base branch's required checks. */
  async merge({
    by,
    method = "merge",
    bypass = false,
  }: {
    readonly by: Who;
    readonly method?: MergeMethod;
    readonly bypass?: boolean;
  }): Promise<void> {
    const how = { method, bypass, by: whoIs(this.#world, by) };
    await mergePullRequest(this.#world, this.state, how);
  }

  /** Puts it into the merge queue of its base branch. */
  async enqueue(by: Who): Promise<void> {
    await enqueue(this.#world, this.state, whoIs(this.#world, by));
  }

  /** Presses "re-run" on the app's check. */
  rerequestCheck(by: Who): void {
    rerequestCheckRun(this.#world, this.#ownCheckRun(), whoIs(this.#world, by));
  }

  /** Presses one of the buttons that the app's check offers. */
  pressCheckButton(identifier: string, by: Who): void {
    requestCheckAction(this.#world, this.#ownCheckRun(), identifier, whoIs(this.#world, by));
  }

  #ownCheckRun(): CheckRun {
    const run = this.checkRun;
    if (!run) throw new Error(`the app has no check run on ${this.headSha}`);
    return run;
  }

  #named(reviewers: readonly Who[]) {
    const isTeam = (who: Who): who is string => typeof who === "string" && who.startsWith("@");
    const users = reviewers.filter((who) => !isTeam(who)).map((who) => whoIs(this.#world, who));
    const teams = reviewers.filter(isTeam).map((name) => this.#team(name.slice(1)));
    return { users, teams };
  }

  #team(slug: string): Team {
    const { owner } = this.state.repository;
    const team = owner.kind === "organisation" ? owner.teams.get(slug) : undefined;
    if (!team) throw new Error(`there is no team @${slug}`);
    return team;
  }
}
