import {
  addComment,
  addLabels,
  closeIssue,
  editComment,
  editIssue,
  labelNamed,
  reopenIssue,
} from "../operations/issues.ts";
import type { ClosingReason, Comment, Issue } from "../world/model.ts";
import { fullName, type World } from "../world/world.ts";
import { type Who, whoIs } from "./who.ts";

/** An issue that people, or the app, work on. */
export class IssueScenario {
  readonly state: Issue;
  readonly #world: World;

  constructor(world: World, issue: Issue) {
    this.#world = world;
    this.state = issue;
  }

  get number(): number {
    return this.state.number;
  }

  get title(): string {
    return this.state.title;
  }

  get body(): string {
    return this.state.body ?? "";
  }

  get isOpen(): boolean {
    return this.state.state === "open";
  }

  /** Where people see it. */
  get url(): string {
    return `${this.#world.origin}/${fullName(this.state.repository)}/issues/${this.number}`;
  }

  get comments(): readonly Comment[] {
    return this.state.comments;
  }

  /** Label names, in the order in which they were put on. */
  get labels(): readonly string[] {
    return [...this.state.labels].map(({ name }) => name);
  }

  comment(by: Who, body: string): Comment {
    return addComment(this.#world, this.state, body, whoIs(this.#world, by));
  }

  editComment(comment: Comment, body: string, by: Who): void {
    editComment(this.#world, comment, body, whoIs(this.#world, by));
  }

  edit(edits: { readonly title?: string; readonly body?: string }, by: Who): void {
    editIssue(this.#world, this.state, edits, whoIs(this.#world, by));
  }

  async label(names: readonly string[], by: Who): Promise<void> {
    const { repository } = this.state;
    const labels = names.map((name) => labelNamed(this.#world, repository, name));
    await addLabels(this.#world, this.state, labels, whoIs(this.#world, by));
  }

  close(by: Who, reason: ClosingReason = "completed"): void {
    closeIssue(this.#world, this.state, reason, whoIs(this.#world, by));
  }

  reopen(by: Who): void {
    reopenIssue(this.#world, this.state, whoIs(this.#world, by));
  }
}
