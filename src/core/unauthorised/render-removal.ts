import { formatRepository } from "#core/key.ts";
import type { RepositoryPages } from "#core/text/links.ts";
import { asCode, asProse } from "#core/text/markdown.ts";
import { formatMinute } from "#core/text/words.ts";
import type { UnauthorisedRemoval } from "./unauthorised-change.ts";

/** What an issue says about a protection rule that is gone: its title, and its sections as Markdown. */
export function renderRemoval(
  { environment, knownAtMs, missedAtMs }: UnauthorisedRemoval,
  { repository, webUrl }: RepositoryPages,
): { readonly title: string; readonly sections: readonly string[] } {
  const name = asCode(environment);
  const place = formatRepository(repository);
  const settings = `${webUrl}/${place}/settings/environments`;
  const deployments = `${webUrl}/${place}/deployments`;
  return {
    title: `the protection rule of ${asProse(environment)} is gone`,
    sections: [
      `Sluice is not among the deployment protection rules of ${name} any more. It was there on ${formatMinute(knownAtMs)} UTC, and was found missing on ${formatMinute(missedAtMs)} UTC; Sluice looks once an hour. GitHub does not tell who took it off; the organisation's audit log may.`,
      `### What that means

Workflows deploy to ${name} without asking: nobody has to have approved what they bring, and no freeze or window holds it. Each deployment that does so is reported in an issue of its own. What was deployed meanwhile is in [GitHub's list of deployments](${deployments}).`,
      `### What to do now

- **To put it back:** an administrator of ${asCode(place)} opens [Settings, Environments](${settings}), chooses ${name}, ticks Sluice under "Deployment protection rules" and saves. If the environment was deleted and made again, its other rules are gone too.
- **If it is meant to be so:** nothing has to be put back where ${name} is deployed to through the API only. If Sluice is to have no say there at all, take it out of ${asCode("environments")} in the policy, by a pull request.

Close this issue when one of the two is done. It is not opened again unless the rule comes back and is removed once more.`,
    ],
  };
}
