import type { RepositoryScenario } from "../../local-github/scenario/repository.ts";
import type { Issue } from "../../local-github/world/model.ts";

/** The issues of a repository with a label, those opened first come first. */
export function issuesLabelled(shop: RepositoryScenario, label: string): readonly Issue[] {
  return [...shop.state.issues.values()]
    .filter((issue) => issue.kind === "issue")
    .filter(({ labels }) => [...labels].some(({ name }) => name === label));
}

/** The issues about what came without being approved. */
export function unauthorisedIn(shop: RepositoryScenario): readonly Issue[] {
  return issuesLabelled(shop, "unauthorised-change");
}
