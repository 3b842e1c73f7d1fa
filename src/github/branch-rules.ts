import { LRUCache } from "lru-cache";
import { formatRepository, type RepositoryName } from "#core/key.ts";
import { controlsBranch } from "#core/policy/controls-branch.ts";
import type { PolicySource } from "#core/policy/policy-source.ts";

/** Which branches the policies of a repository's default branch and of its organisation name. */
export type BranchRules = {
  /** Takes over what was just read. */
  note(repository: RepositoryName, rules: Rules): void;
  /** Whether a branch could be controlled: false only when what was read a short while ago says that it is not. */
  mayControl(repository: RepositoryName, branch: string): boolean;
};

type Rules = { readonly defaultBranch: string; readonly policies: readonly PolicySource[] };

const freshMs = 10 * 60_000;

/**
 * Knows nothing yet. It saves a call for each push to a branch that nobody controls, and almost all pushes are such; a policy that was
 * changed is known from the next change that is looked at, or after ten minutes.
 */
export function createBranchRules(now: () => number): BranchRules {
  const known = new LRUCache<string, Rules & { readonly readAtMs: number }>({ max: 10_000 });
  return {
    note(repository, rules) {
      known.set(nameOf(repository), { ...rules, readAtMs: now() });
    },
    mayControl(repository, branch) {
      const rules = known.get(nameOf(repository));
      if (rules === undefined || now() - rules.readAtMs > freshMs) return true;
      const { defaultBranch, policies } = rules;
      return (
        branch === defaultBranch ||
        policies.some(
          ({ content }) =>
            content.kind === "valid" && controlsBranch(content.policy, branch, defaultBranch),
        )
      );
    },
  };
}

function nameOf(repository: RepositoryName): string {
  return formatRepository(repository).toLowerCase();
}
