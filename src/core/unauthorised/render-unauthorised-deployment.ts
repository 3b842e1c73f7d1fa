import { formatRepository } from "#core/key.ts";
import { linkCommit, type RepositoryPages } from "#core/text/links.ts";
import { asCode, asProse } from "#core/text/markdown.ts";
import { formatMinute, listed, shortSha } from "#core/text/words.ts";
import type { UnauthorisedDeployment } from "./unauthorised-change.ts";

/** What an issue says about a deployment that no gate let: its title, and its sections as Markdown. */
export function renderUnauthorisedDeployment(
  change: UnauthorisedDeployment,
  pages: RepositoryPages,
): { readonly title: string; readonly sections: readonly string[] } {
  const { environment, commit, startedAtMs } = change;
  const name = asCode(environment);
  const list = `${pages.webUrl}/${formatRepository(pages.repository)}/deployments`;
  return {
    title: `${asCode(shortSha(commit))} was deployed to ${asProse(environment)} without a released gate`,
    sections: [
      `Commit ${linkCommit(pages, commit)} went to ${name} on ${formatMinute(startedAtMs)} UTC. ${tellDeployer(change)} See [GitHub's list of deployments](${list}).`,
      `### How it got past\n\n${tellHow(change)}`,
      `### What to do now

- **To keep it:** see to it that everything it contains is approved. The gate of the next deployment to ${name} says what is missing: a commit that no gate released does not count as running there.
- **To take it back:** deploy the commit that ran there before.
- **So that it does not happen again:** ${tellRemedy(change, pages)}

Close this issue when that is done.`,
    ],
  };
}

function tellDeployer({ by, how }: UnauthorisedDeployment): string {
  if (by === null) return "GitHub does not tell Sluice who deployed it.";
  const who = asCode(`@${by.login}`);
  return how === "api"
    ? `${who} made the deployment through GitHub's API.`
    : `${who} started the run that deployed it.`;
}

function tellHow({ how, gate, passedBy, environment }: UnauthorisedDeployment): string {
  const name = asCode(environment);
  switch (how) {
    case "bypassed":
      return `${tellPassedBy(passedBy)} ${describeGate(gate)}`;
    case "no-rule":
      return `Sluice is not among the deployment protection rules of ${name}, so that the job asked nobody.`;
    case "unasked":
      return `Sluice heard of no job that waited, though it is among the deployment protection rules of ${name} now. Perhaps it was not when the job started.`;
    case "api":
      return `It did not wait for its status ${asCode(`sluice/deploy: ${environment}`)}. ${describeGate(gate)}`;
    case "unknown":
      return describeGate(gate);
  }
}

/** Reviewers whom the environment itself asks are on GitHub's list too. */
function tellPassedBy(passedBy: readonly { readonly login: string }[]): string {
  if (passedBy.length === 0) return "Somebody let the job start past Sluice's protection rule.";
  const who = listed(
    passedBy.map(({ login }) => asCode(`@${login}`)),
    { limit: 5 },
  );
  return `The job started past Sluice's protection rule. By GitHub's list of approvals ${who} let it deploy there.`;
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

function tellRemedy({ how, environment }: UnauthorisedDeployment, pages: RepositoryPages): string {
  const settings = `[settings of the environments](${pages.webUrl}/${formatRepository(pages.repository)}/settings/environments)`;
  const untick = `untick "Allow administrators to bypass configured protection rules"`;
  switch (how) {
    case "bypassed":
      return `an administrator opens the ${settings} and can ${untick} for ${asCode(environment)}.`;
    case "no-rule":
      return `an administrator opens the ${settings} and ticks Sluice under "Deployment protection rules" of ${asCode(environment)}. Mind the spelling: GitHub makes an environment that a workflow misspells, without any rule.`;
    case "api":
      return `whoever makes the deployment names ${asCode(`sluice/deploy: ${environment}`)} in its ${asCode("required_contexts")}, or starts only when that status is a success.`;
    case "unasked":
    case "unknown":
      return `in the ${settings} Sluice is to be ticked under "Deployment protection rules", and an administrator can ${untick}. A pipeline outside GitHub Actions starts only once its gate is released.`;
  }
}
