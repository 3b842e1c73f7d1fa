/** An issue of ours as it should be opened. It is found again by its label and, in its body, its marker. */
export type DesiredIssue = {
  readonly label: "unauthorised-change" | "retrospective-review";
  /** The first line of the body. */
  readonly marker: string;
  readonly title: string;
  readonly body: string;
};
