import type { RepositoryName } from "#core/key.ts";
import type { Client } from "./client.ts";
import { everyPage } from "./pages.ts";
import { isNotFound } from "./request-error.ts";

/** 1,000 environments. */
const mostPages = 10;

/**
 * The names of a repository's environments, a call for each 100. None where GitHub offers the repository none.
 *
 * See https://docs.github.com/en/rest/deployments/environments#list-environments
 */
export async function listEnvironments(
  client: Client,
  { owner, name }: RepositoryName,
): Promise<readonly string[]> {
  try {
    const { items } = await everyPage(mostPages, async (page) => {
      const { data } = await client.request("GET /repos/{owner}/{repo}/environments", {
        ...{ owner, repo: name, per_page: 100, page },
      });
      return data.environments ?? [];
    });
    return items.map((environment) => environment.name);
  } catch (error) {
    if (isNotFound(error)) return [];
    throw error;
  }
}

/** An app as GitHub names it. */
type App = { readonly id: number; readonly readSlug: () => Promise<string> };

/**
 * Whether an app's protection rule is in an environment and enabled; null where there is no such environment (any more), or GitHub does not tell. One
 * call, and one more where only other apps' rules seem to be there.
 *
 * See https://docs.github.com/en/rest/deployments/protection-rules#get-all-deployment-protection-rules-for-an-environment
 */
export async function hasProtectionRule(
  client: Client,
  { owner, name }: RepositoryName,
  environment: string,
  app: App,
): Promise<boolean | null> {
  try {
    const { data } = await client.request(
      "GET /repos/{owner}/{repo}/environments/{environment_name}/deployment_protection_rules",
      { owner, repo: name, environment_name: environment },
    );
    const rules = data.custom_deployment_protection_rules?.filter(({ enabled }) => enabled);
    if (rules === undefined) return null;
    if (rules.length === 0) return false;
    if (rules.some((rule) => rule.app.id === app.id)) return true;
    // GitHub does not say in so many words whose number it gives.
    const slug = await app.readSlug();
    return rules.some((rule) => rule.app.slug === slug);
  } catch (error) {
    if (isNotFound(error)) return null;
    throw error;
  }
}
