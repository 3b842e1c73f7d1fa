import { isSameRepository, type RepositoryName } from "#core/key.ts";
import { type PolicyProblem, policyPath } from "#core/policy/policy-source.ts";
import { asCode, asProse } from "#core/text/markdown.ts";
import { capitalised, clipped } from "#core/text/words.ts";
import type { Annotation } from "./change-action.ts";
import type { ChangeDecision, PolicyProblems } from "./change-decision.ts";

/** GitHub takes no more annotations in one call, and a person no more lines of a list. */
const mostProblems = 50;

/** Everything that is wrong with the policy files: where, what, and how to right it. Empty when nothing is. */
export function renderPolicyProblems({ policyProblems }: ChangeDecision): string {
  return policyProblems.map(renderFile).join("\n\n");
}

function renderFile({ origin, problems }: PolicyProblems): string {
  return `### Problems of the ${origin}'s policy\n\n${listProblems(problems)}`;
}

/** Problems of a policy file as a list, the first 50 of them. */
export function listProblems(problems: readonly PolicyProblem[]): string {
  const items = problems.slice(0, mostProblems).map((problem) => `- ${renderProblem(problem)}`);
  const left = problems.length - items.length;
  if (left > 0) items.push(`- and ${left} more`);
  return items.join("\n");
}

function renderProblem({ keyPath, line, column, message, remedy }: PolicyProblem): string {
  const key = keyPath === "" ? "" : `, ${asCode(keyPath)}`;
  return `Line ${line}, column ${column}${key}: ${asProse(message)}. ${asProse(remedy)}`;
}

/** The problems as notes on the lines of the file, where the file is in the change's own repository; at most 50. */
export function annotatePolicyProblems(
  repository: RepositoryName,
  { policyProblems }: ChangeDecision,
): readonly Annotation[] {
  const here = policyProblems.filter((file) => isSameRepository(file.repository, repository));
  return annotateProblems(here.flatMap(({ problems }) => problems));
}

/** Problems of a policy file as notes on its lines; at most 50. */
export function annotateProblems(problems: readonly PolicyProblem[]): readonly Annotation[] {
  return problems.slice(0, mostProblems).map(({ keyPath, line, message, remedy }) => ({
    path: policyPath,
    line,
    title: clipped(keyPath === "" ? "Policy" : keyPath, 255),
    message: `${capitalised(message)}. ${remedy}`,
  }));
}
