import { riskLevels } from "#core/risk/level.ts";
import type { Condition, Policy } from "./schema.ts";
import type { KeyPath } from "./yaml/key-path.ts";

/** Something that a valid policy's authors should know, and where it stands. */
export type Note = { readonly path: KeyPath; readonly message: string };

/** What a valid policy says without effect, or with another effect than it seems. */
export function notesOn(policy: Policy): Note[] {
  return [...levelsThatAskLess(policy), ...rulesInAuthorsHands(policy)];
}

function levelsThatAskLess({ approvals }: Policy): Note[] {
  if (approvals === undefined) return [];
  const first = riskLevels.find((level) => approvals[level].length > 0);
  if (first === undefined) return [];
  return riskLevels
    .slice(riskLevels.indexOf(first) + 1)
    .filter((level) => approvals[level].length === 0)
    .map((level) => ({
      path: ["approvals", level],
      message: `changes of ${level} risk need no approval, though those of ${first} risk do`,
    }));
}

const authorsChoice: readonly (keyof Condition)[] = ["title", "labels"];

function rulesInAuthorsHands({ standard }: Policy): Note[] {
  return standard.flatMap(({ when }, index) =>
    Object.keys(when).every((part) => authorsChoice.some((choice) => choice === part))
      ? {
          path: ["standard", index],
          message: "authors choose titles and labels: this rule lets them pass their own changes",
        }
      : [],
  );
}
