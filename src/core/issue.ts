/** An issue of ours as it should be opened. It is found again by its label and, in its body, its marker. */
export type DesiredIssue = {
  readonly label: "unauthorised-change" | "retrospective-review";
  /** The first line of the body. */
  readonly marker: string;
  readonly title: string;
  readonly body: string;
};

/** A comment on an issue of ours; its marker tells that it was written. */
export type IssueComment = {
  readonly marker: string;
  /** What follows the marker. */
  readonly body: string;
};

/** An issue of ours as it stands. */
export type StandingIssue = {
  readonly state: "open" | "closed";
  /** What we have written below it of late. */
  readonly comments: readonly string[];
};
