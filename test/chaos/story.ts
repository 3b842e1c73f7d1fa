import type { PullRequestScenario } from "../../local-github/scenario/pull-request.ts";
import type { CommandWord, Content, Person } from "./deed.ts";
import type { Reading } from "./judge.ts";

/** What somebody said on a pull request. */
export type Statement =
  | {
      readonly kind: "review";
      readonly by: Person;
      readonly approves: boolean;
      /** The head commit at that time. */
      readonly sha: string;
      /** GitHub's number. */
      readonly id: number;
    }
  | {
      readonly kind: "command";
      readonly by: Person;
      readonly word: CommandWord;
      readonly sha: string;
      readonly id: number;
    };

/** What came onto the default branch, in its order. */
export type Arrival =
  | { readonly kind: "merge"; readonly story: Story }
  | { readonly kind: "direct-push"; readonly sha: string };

/** A pull request as the people who work on it know it: all that was done to it, by the harness and nobody else. */
export type Story = {
  readonly pull: PullRequestScenario;
  readonly content: Content;
  readonly author: Person;
  lastPusher: Person;
  /** In the order in which it was said. */
  readonly statements: Statement[];
  /** Reviews. */
  readonly dismissed: Set<number>;
  /** Null unless merged. */
  merge: {
    /** So many statements had been made. */
    readonly statements: number;
    readonly isFrozen: boolean;
    /** What our check said when it merged. */
    readonly conclusion: string | null;
  } | null;
};

/** What became of a command, as its giver sees it. */
export type Outcome = "done" | "refused" | "unanswered";

/** What stands at a command's comment of a person's own. */
export function outcomeOf({ pull }: Story, commentId: number): Outcome {
  const reactions = pull.comments.find(({ id }) => id === commentId)?.reactions ?? [];
  const ours = reactions.filter(({ author }) => author.kind === "bot");
  if (ours.some(({ content }) => content === "+1")) return "done";
  return ours.some(({ content }) => content === "-1") ? "refused" : "unanswered";
}

/** How the commands of a pull request are read. */
export function readingOf(story: Story, bound: Reading["bound"]): Reading {
  return { bound, outcomeOf: (id) => outcomeOf(story, id) };
}

/** What was said, on one line. */
export function describe(story: Story): string {
  const said = story.statements.map((each) => {
    const sha = each.sha.slice(0, 7);
    return each.kind === "review"
      ? `@${each.by} ${each.approves ? "approves" : "objects to"} ${sha}${story.dismissed.has(each.id) ? " (dismissed)" : ""}`
      : `@${each.by} /${each.word} on ${sha} (${outcomeOf(story, each.id)})`;
  });
  const head = `${story.content} at ${story.pull.headSha.slice(0, 7)}, pushed by @${story.lastPusher}`;
  return [head, ...said].join("; ");
}
