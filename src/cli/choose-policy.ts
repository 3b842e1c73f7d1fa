import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { UserError } from "#core/errors.ts";
import { builtInPolicy } from "#core/policy/built-in-policy.ts";
import { controlsBranch } from "#core/policy/controls-branch.ts";
import { parsePolicy } from "#core/policy/parse-policy.ts";
import { type PolicyProblem, policyPath } from "#core/policy/policy-source.ts";
import type { Policy } from "#core/policy/schema.ts";
import { type OpenRepository, readFileAt } from "#history/open-repository.ts";

/** A policy to try on the past, or what is wrong with the file that was to hold it. */
export type ChosenPolicy =
  | {
      readonly kind: "valid";
      readonly policy: Policy;
      /** Where it comes from, as people say it. */
      readonly source: string;
    }
  | {
      readonly kind: "invalid";
      readonly file: string;
      readonly problems: readonly PolicyProblem[];
    };

/**
 * The policy in `file` (relative to `cwd`); without one the repository's own as its last commit has it, else the built-in
 * one.
 *
 * @throws {UserError} when the file can't be read, or the policy does not control the branch
 */
export async function choosePolicy(
  repository: OpenRepository,
  file: string | undefined,
  cwd: string,
): Promise<ChosenPolicy> {
  const chosen = await readPolicy(repository, file, cwd);
  if (chosen.kind === "valid") assertControlled(chosen.policy, repository.branch);
  return chosen;
}

/** The problems, one a line, in the form that editors and CI turn into links. */
export function renderPolicyProblems(file: string, problems: readonly PolicyProblem[]): string {
  return problems
    .map(({ line, column, keyPath, message, remedy }) => {
      const key = keyPath === "" ? "" : `${keyPath}: `;
      return `${file}:${line}:${column}: ${key}${message}\n    ${remedy}\n`;
    })
    .join("");
}

/**
 * The policy in `file` (relative to `cwd`).
 *
 * @throws {UserError} when the file can't be read
 */
export async function readPolicyAt(file: string, cwd: string): Promise<ChosenPolicy> {
  return parse(await readPolicyFile(resolve(cwd, file), file), file);
}

async function readPolicy(
  repository: OpenRepository,
  file: string | undefined,
  cwd: string,
): Promise<ChosenPolicy> {
  if (file !== undefined) return readPolicyAt(file, cwd);
  const own = await readFileAt(repository, repository.head, policyPath);
  if (own !== undefined) return parse(own, policyPath);
  const source = `built-in (the repository has no ${policyPath})`;
  return { kind: "valid", policy: builtInPolicy, source };
}

function assertControlled(policy: Policy, branch: string): void {
  if (controlsBranch(policy, branch, branch)) return;
  throw new UserError(
    `The policy controls ${policy.branches?.join(", ")}, not ${branch}, which is checked out.`,
    "Check out a branch that the policy controls, or try another policy with --policy FILE.",
  );
}

function parse(text: string, file: string): ChosenPolicy {
  const parsed = parsePolicy(text);
  return parsed.kind === "valid"
    ? { kind: "valid", policy: parsed.policy, source: file }
    : { kind: "invalid", file, problems: parsed.problems };
}

async function readPolicyFile(path: string, file: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(
      `The policy ${file} can't be read: ${reason}`,
      `Name a file: --policy ${policyPath}`,
      { cause: error },
    );
  }
}
