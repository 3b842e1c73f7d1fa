/** What a mainline commit's message says of the change that it brought. */
export type ChangeName = { readonly title: string; readonly number: number | null };

/**
 * The change's title and number, from a mainline commit's message: GitHub's merge commits and those of merge bots carry
 * the title below the first line, squashed pull requests end in `(#123)`. Others are direct pushes: first line, no number.
 */
export function readChangeName(message: string): ChangeName {
  const [subject = "", ...body] = message.split("\n").map((line) => line.trim());
  const merged = /^(?:Merge pull request|Auto merge of) #(\d+)\b/.exec(subject);
  if (merged !== null) {
    const title = body.find((line) => line !== "") ?? subject;
    return { title, number: Number(merged[1]) };
  }
  const squashed = /^(.*?)\s*\(#(\d+)\)$/.exec(subject);
  if (squashed !== null) return { title: squashed[1] as string, number: Number(squashed[2]) };
  return { title: subject, number: null };
}

const revertTitle = /^(?:\[[^\]]*\]\s*)*(?:[\w-]+(?:\([^)]*\))?!?:\s*)?revert(?:s|ed|ing)?\b/i;
const fixTitle = /\b(?:bug-?|hot-?)?fix(?:e[sd]|ing|up)?\b|\bbugs?\b|\bregressions?\b/i;

/** Whether a title says that the change takes an earlier one back: `Revert "…"`, `revert: …`, `fix: revert …`. */
export function isRevertTitle(title: string): boolean {
  return revertTitle.test(title);
}

/** Whether a title says that the change repairs something. A revert is none, whatever it reverts. */
export function isFixTitle(title: string): boolean {
  return fixTitle.test(title) && !isRevertTitle(title);
}
