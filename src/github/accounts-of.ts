import type { Account } from "#core/change/facts.ts";
import type { RepositoryName } from "#core/key.ts";
import { type Permission, type Principal, permissions } from "#core/policy/principal.ts";
import { accountOfRest } from "./account.ts";
import type { Client } from "./client.ts";
import { everyPage } from "./pages.ts";
import { Refused } from "./request-error.ts";

/** 1,000 accounts: enough to choose reviewers from. */
const mostPages = 10;

/**
 * The accounts that a principal names now, to choose reviewers from; none for a role (resolve it first), for code owners, and for
 * what the app may not see. Members of a team's child teams are included.
 */
export async function readAccountsOf(
  client: Client,
  repository: RepositoryName,
  principal: Principal,
): Promise<readonly Account[]> {
  try {
    switch (principal.kind) {
      case "user": {
        const { login: username } = principal;
        const { data } = await client.request("GET /users/{username}", { username });
        return [accountOfRest(data)];
      }
      case "team":
        return await readTeam(client, principal.organization, principal.slug);
      case "permission":
        return await readCollaborators(client, repository, principal.permission);
      case "role":
      case "code-owners":
        return [];
    }
  } catch (error) {
    if (error instanceof Refused) return [];
    throw error;
  }
}

async function readTeam(
  client: Client,
  org: string,
  team_slug: string,
): Promise<readonly Account[]> {
  const { items } = await everyPage(mostPages, async (page) => {
    const { data } = await client.request("GET /orgs/{org}/teams/{team_slug}/members", {
      org,
      team_slug,
      per_page: 100,
      page,
    });
    return data;
  });
  return items.map(accountOfRest);
}

const restNames = { write: "push", maintain: "maintain", admin: "admin" } as const;

/** GitHub filters by one permission: those with a higher one are asked for separately. */
async function readCollaborators(
  client: Client,
  { owner, name }: RepositoryName,
  permission: Permission,
): Promise<readonly Account[]> {
  const sufficient = permissions.slice(permissions.indexOf(permission));
  const lists = await Promise.all(
    sufficient.map((held) =>
      everyPage(mostPages, async (page) => {
        const { data } = await client.request("GET /repos/{owner}/{repo}/collaborators", {
          owner,
          repo: name,
          permission: restNames[held],
          per_page: 100,
          page,
        });
        return data;
      }),
    ),
  );
  const accounts = lists
    .flatMap(({ items }) => items)
    .filter((item) => item.permissions?.[restNames[permission]] !== false)
    .map(accountOfRest);
  return [...new Map(accounts.map((account) => [account.id, account])).values()];
}
