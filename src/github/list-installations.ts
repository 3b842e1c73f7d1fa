import type { RepositoryName } from "#core/key.ts";
import type { Client } from "./client.ts";
import { everyPage } from "./pages.ts";
import { isNotFound } from "./request-error.ts";

/** An account on which the app is installed. */
export type InstalledAccount = {
  readonly id: number;
  /** The organisation's or user's login. */
  readonly account: string;
  readonly state: "active" | "suspended";
};

/** A repository that an installation reaches. */
export type InstalledRepository = {
  readonly id: number;
  readonly repository: RepositoryName;
  readonly defaultBranch: string;
};

/** 100,000 of them: a bound against running away, not one to be met. */
const mostPages = 1_000;

/** Where the app is installed; `app` is the app's own client. */
export async function listInstallations(app: Client): Promise<readonly InstalledAccount[]> {
  const { items } = await everyPage(mostPages, async (page) => {
    const { data } = await app.request("GET /app/installations", { per_page: 100, page });
    return data;
  });
  return items.map(({ id, account, suspended_at }) => ({
    id,
    account: account !== null && "login" in account ? account.login : "",
    state: suspended_at ? "suspended" : "active",
  }));
}

/** The installation through which the app reaches a repository; null when it does not. `app` is the app's own client. */
export async function findInstallation(
  app: Client,
  { owner, name }: RepositoryName,
): Promise<number | null> {
  try {
    const route = "GET /repos/{owner}/{repo}/installation";
    const { data } = await app.request(route, { owner, repo: name });
    return data.id;
  } catch (error) {
    if (isNotFound(error)) return null;
    throw error;
  }
}

/** The repositories that an installation reaches; archived ones are left out, since nothing can be written there. */
export async function listRepositories(client: Client): Promise<readonly InstalledRepository[]> {
  const { items } = await everyPage(mostPages, async (page) => {
    const { data } = await client.request("GET /installation/repositories", {
      per_page: 100,
      page,
    });
    return data.repositories;
  });
  return items
    .filter(({ archived, disabled }) => !archived && !disabled)
    .map(({ id, name, owner, default_branch }) => ({
      id: Number(id),
      repository: { owner: owner.login, name },
      defaultBranch: default_branch,
    }));
}
