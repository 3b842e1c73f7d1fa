import { noCommit } from "../git/git-store.ts";
import { setTeamRole, setUserRole } from "../operations/accounts.ts";
import { createCheckRun, rerequestCheckRun } from "../operations/check-runs.ts";
import { rerequestCheckSuite } from "../operations/check-suites.ts";
import { environmentNamed } from "../operations/environments.ts";
import { openIssue } from "../operations/issues.ts";
import {
  destroyGroup,
  formMergeGroup,
  type MergeGroup,
  mergeGroup,
} from "../operations/merge-queue.ts";
import type { MergeMethod } from "../operations/merges.ts";
import { openPullRequest } from "../operations/pull-requests.ts";
import { moveBranch, pushBranch } from "../operations/push.ts";
import { createRelease, type ReleaseEdits } from "../operations/releases.ts";
import { changeDefaultBranch, forkRepository } from "../operations/repositories.ts";
import { type DeploymentRequest, requestDeployment } from "../operations/request-deployment.ts";
import { requireChecks } from "../operations/required-checks.ts";
import { checkRunsOn, resolveCommit } from "../world/lookup.ts";
import type { CheckConclusion, CheckRun, Repository } from "../world/model.ts";
import { fullName, type World } from "../world/world.ts";
import { otherApp } from "./checks.ts";
import { type CommitSketch, writeSketches } from "./commits.ts";
import { DeploymentScenario, EnvironmentScenario } from "./deployment.ts";
import { IssueScenario } from "./issue.ts";
import { PullRequestScenario } from "./pull-request.ts";
import { ReleaseScenario } from "./release.ts";
import { TagsScenario } from "./tags.ts";
import { type Who, whoIs } from "./who.ts";
import { type RunSketch, startSketch, type WorkflowRunScenario } from "./workflow-run.ts";

export type PullRequestSketch = {
  readonly author: Who;
  readonly title?: string;
  readonly body?: string;
  /** The head branch; made of the base with the commits. A name is invented when absent. */
  readonly branch?: string;
  /** The base branch; the default branch when absent. */
  readonly base?: string;
  readonly draft?: boolean;
  readonly commits?: readonly CommitSketch[];
  /** Shorthand for one commit. */
  readonly files?: CommitSketch["files"];
  /** The author's fork in place of this repository. */
  readonly from?: RepositoryScenario;
  readonly labels?: readonly string[];
};

/** A repository that a test works in. */
export class RepositoryScenario {
  readonly state: Repository;
  readonly #world: World;

  constructor(world: World, repository: Repository) {
    this.#world = world;
    this.state = repository;
  }

  /** `owner/name`. */
  get fullName(): string {
    return fullName(this.state);
  }

  /** Gives a login, or a team as `@slug`, a role here; `none` takes it away. */
  grant(who: Who, role: string): void {
    if (typeof who !== "string" || !who.startsWith("@")) {
      setUserRole(this.#world, this.state, whoIs(this.#world, who), role);
      return;
    }
    const { owner } = this.state;
    const team = owner.kind === "organisation" ? owner.teams.get(who.slice(1)) : undefined;
    if (!team) throw new Error(`${this.fullName}: there is no team ${who}`);
    setTeamRole(this.#world, this.state, team, role);
  }

  /** The commit that a branch, tag or SHA names. */
  async sha(name: string = this.state.defaultBranch): Promise<string> {
    const sha = await resolveCommit(this.state, name);
    if (sha === null) throw new Error(`${this.fullName} has no ${name}`);
    return sha;
  }

  /** Commits on a branch (new ones start at the default branch) and pushes. */
  async push(
    branch: string,
    by: Who,
    commits: readonly CommitSketch[],
    { force = false }: { readonly force?: boolean } = {},
  ): Promise<string> {
    const onto = force ? undefined : this.state.branches.get(branch);
    const start = onto ?? (await this.sha());
    const tip = await writeSketches(this.#world, this.state, start, commits, by);
    await pushBranch(this.#world, this.state, branch, tip, whoIs(this.#world, by));
    return tip;
  }

  /** Pushes a commit that is there to a branch. */
  async pushCommit(branch: string, sha: string, by: Who): Promise<void> {
    await pushBranch(this.#world, this.state, branch, sha, whoIs(this.#world, by));
  }

  async deleteBranch(branch: string, by: Who): Promise<void> {
    await moveBranch(this.#world, this.state, branch, noCommit, whoIs(this.#world, by));
  }

  /** Protects a branch: checks of these names must succeed before a commit gets there, but for administrators. */
  requireChecks(names: readonly string[], branch: string = this.state.defaultBranch): void {
    requireChecks(this.state, branch, names);
  }

  changeDefaultBranch(branch: string, by: Who): void {
    changeDefaultBranch(this.#world, this.state, branch, whoIs(this.#world, by));
  }

  /** Tags as people push, move and delete them. */
  get tags(): TagsScenario {
    return new TagsScenario(this.#world, this.state);
  }

  /** What GitHub collects as garbage some time after a force push: nobody finds the commit any more. */
  loseCommit(sha: string): void {
    this.state.goneCommits.add(sha);
  }

  /** From now on GitHub does not tell which pull requests commits belong to, as it lags after a merge; or it has caught up. */
  lagAssociations(lag: boolean): void {
    this.state.associationsLag = lag;
  }

  /** Makes a release, published unless it is to be a draft. */
  async release(
    by: Who,
    wanted: ReleaseEdits & { readonly tagName: string },
  ): Promise<ReleaseScenario> {
    const made = await createRelease(this.#world, this.state, wanted, whoIs(this.#world, by));
    return new ReleaseScenario(this.#world, made);
  }

  /** Releases and drafts, in the order of their making; with a tag, only those of that tag. */
  releases(tag?: string): readonly ReleaseScenario[] {
    return this.state.releases.all
      .filter(({ tagName }) => tag === undefined || tagName === tag)
      .map((release) => new ReleaseScenario(this.#world, release));
  }

  /** The environment of that name; made without rules when it is new. */
  environment(name: string): EnvironmentScenario {
    const environment = environmentNamed(this.#world, this.state, name);
    return new EnvironmentScenario(this.#world, environment);
  }

  /** Starts a workflow run: its jobs begin, or wait for the rules of their environments. */
  startRun(sketch: RunSketch): Promise<WorkflowRunScenario> {
    return startSketch(this.#world, this.state, sketch);
  }

  /** A tool deploys through the API. Null: GitHub merged the default branch into the ref instead. */
  async deploy(by: Who, request: DeploymentRequest): Promise<DeploymentScenario | null> {
    const creator = whoIs(this.#world, by);
    const deployment = await requestDeployment(this.#world, this.state, request, creator);
    return deployment && new DeploymentScenario(this.#world, deployment);
  }

  /** Releases that are published from now on can't be changed any more. */
  useImmutableReleases(): void {
    this.state.releases.immutable = true;
  }

  /** New releases are missing in so many answered lists, as GitHub's lists lag at times. */
  lagReleaseLists(lists: number): void {
    this.state.releases.listingLag = lists;
  }

  /** Commits, pushes and opens a pull request. */
  async openPullRequest(sketch: PullRequestSketch): Promise<PullRequestScenario> {
    const author = whoIs(this.#world, sketch.author);
    const head = sketch.from?.state ?? this.state;
    const base = sketch.base ?? this.state.defaultBranch;
    const branch = sketch.branch ?? `${author.login}-${this.state.issues.size + 1}`;
    const commits = sketch.commits ?? commitOf(sketch, branch);
    if (commits.length > 0) {
      const start = head.branches.get(branch) ?? (await this.sha(base));
      const tip = await writeSketches(this.#world, head, start, commits, author);
      await moveBranch(this.#world, head, branch, tip, author);
    }
    const pull = await openPullRequest(this.#world, this.state, {
      title: sketch.title ?? sketch.commits?.[0]?.message ?? `Changes of ${author.login}`,
      body: sketch.body ?? null,
      author,
      draft: sketch.draft ?? false,
      base,
      head: { repository: head, branch },
    });
    const scenario = new PullRequestScenario(this.#world, pull);
    if (sketch.labels) await scenario.label(sketch.labels, author);
    return scenario;
  }

  openIssue(by: Who, title: string, body: string | null = null): IssueScenario {
    const wanted = { title, body, labels: [] };
    const issue = openIssue(this.#world, this.state, wanted, whoIs(this.#world, by));
    return new IssueScenario(this.#world, issue);
  }

  /** The issues, oldest first and without pull requests; with a label, only those that have it. */
  issues(label?: string): readonly IssueScenario[] {
    return [...this.state.issues.values()]
      .filter((each) => each.kind === "issue")
      .map((issue) => new IssueScenario(this.#world, issue))
      .filter(({ labels }) => label === undefined || labels.includes(label));
  }

  /** Forks to a person's account. */
  fork(owner: Who): RepositoryScenario {
    const fork = forkRepository(this.#world, this.state, whoIs(this.#world, owner));
    return new RepositoryScenario(this.#world, fork);
  }

  /** A check run of another app, such as the CI. */
  check(sha: string, name: string, conclusion: CheckConclusion, app = "ci"): Promise<CheckRun> {
    const edits = { name, conclusion };
    return createCheckRun(this.#world, this.state, otherApp(this.#world, app), sha, edits);
  }

  /** Every check run on a commit. */
  async checkRuns(name: string): Promise<readonly CheckRun[]> {
    return checkRunsOn(this.state, await this.sha(name), "latest");
  }

  /** Presses "re-run" on one check. */
  rerequestCheck(run: CheckRun, by: Who): void {
    rerequestCheckRun(this.#world, run, whoIs(this.#world, by));
  }

  /** Asks the app for its checks on a commit again, as the button does. */
  async rerequestChecks(sha: string, by: Who): Promise<void> {
    const suite = this.state.checkSuites.find(
      ({ app, headSha }) => app === this.#world.app && headSha === sha,
    );
    if (!suite) throw new Error(`${this.fullName}: the app has no suite on ${sha}`);
    await rerequestCheckSuite(this.#world, suite, whoIs(this.#world, by));
  }

  /** Tries to merge the first of a branch's queue. */
  formMergeGroup({
    branch = this.state.defaultBranch,
    size = 1,
    method = "merge",
  }: {
    readonly branch?: string;
    readonly size?: number;
    readonly method?: MergeMethod;
  } = {}): Promise<MergeGroup> {
    return formMergeGroup(this.#world, this.state, branch, { size, method });
  }

  mergeGroup(group: MergeGroup): Promise<void> {
    return mergeGroup(this.#world, group);
  }

  destroyGroup(group: MergeGroup, reason: "invalidated" | "dequeued"): Promise<void> {
    return destroyGroup(this.#world, group, reason);
  }
}

/** The one commit of the shorthand. Its message names the branch: two of one second are two commits, whatever their files. */
function commitOf({ files }: PullRequestSketch, branch: string): readonly CommitSketch[] {
  if (files === undefined) return [];
  const [path = "nothing"] = Object.keys(files);
  return [{ files, message: `Change ${path} (${branch})` }];
}
