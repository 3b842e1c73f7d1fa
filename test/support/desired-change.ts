import type { DesiredChange } from "#core/change/plan-actions.ts";

/** Everything that people read on a pull request, as one Markdown text. */
export function describeDesired({ checkRun, comment, labels, reviewers }: DesiredChange): string {
  const annotations = checkRun.annotations.map(
    ({ path, line, title, message }) => `${path}:${line} ${title}: ${message}`,
  );
  const parts = [
    `check:     ${checkRun.name}, ${checkRun.conclusion ?? checkRun.status}`,
    `title:     ${checkRun.title}`,
    `labels:    ${labels.join(", ")}`,
    `reviewers: ${[...reviewers.teams, ...reviewers.users].join(", ") || "-"}`,
    ...annotations.map((annotation) => `annotates: ${annotation}`),
  ].join("\n");
  const commented = comment.wanted ? "Comment" : "Comment, only where one stands already";
  return `<!--\n${parts}\n-->\n\n${checkRun.summary}\n\n<!-- ${commented} -->\n\n${comment.body}\n`;
}
