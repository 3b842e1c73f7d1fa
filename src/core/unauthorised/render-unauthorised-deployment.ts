import { formatRepository } from "#core/key.ts";
import { linkCommit, type RepositoryPages } from "#core/text/links.ts";
import { asCode, asProse } from "#core/text/markdown.ts";
import { formatMinute, shortSha } from "#core/text/words.ts";
import type { UnauthorisedDeployment } from "./unauthorised-change.ts";

/** What an issue says about a deployment that no gate let: its title, and its sections as Markdown. */
export function renderUnauthorisedDeployment(
  { environment, commit, startedAtMs, gate }: UnauthorisedDeployment,
  pages: RepositoryPages,
): { readonly title: string; readonly sections: readonly string[] } {
  const name = asCode(environment);
  const list = `${pages.webUrl}/${formatRepository(pages.repository)}/deployments`;
  return {
    title: `${asCode(shortSha(commit))} was deployed to ${asProse(environment)} without a released gate`,
    sections: [
      `Commit ${linkCommit(pages, commit)} went to ${name} on ${formatMinute(startedAtMs)} UTC. [GitHub's list of deployments](${list}) says who deployed it.`,
      `### What it lacked\n\n${describeGate(gate)}`,
      `### What to do now

- **To keep it:** see to it that everything it contains is approved. The gate of the next deployment to ${name} says what is missing: a commit that no gate released does not count as running there.
- **To take it back:** deploy the commit that ran there before.
- **So that it does not happen again:** in the settings of the environment, tick Sluice among the protection rules, and untick "Allow administrators to bypass configured protection rules". A pipeline outside GitHub Actions starts only once its gate is released.

Close this issue when that is done.`,
    ],
  };
}

function describeGate(gate: UnauthorisedDeployment["gate"]): string {
  switch (gate) {
    case null:
      return "Nobody asked whether it may go there: it had no gate.";
    case "waiting":
      return "Its gate was still waiting when it started.";
    case "released":
      return "Its gate was released only after it had started.";
    case "superseded":
    case "rejected":
      return "Its gate had been superseded by a later one.";
    case "expired":
      return "Its gate had expired.";
  }
}
