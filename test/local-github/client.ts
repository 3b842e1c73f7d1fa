import { createAppAuth } from "@octokit/auth-app";
import type { LocalGitHub } from "../../local-github/start.ts";

/** An answer as it came over the wire. */
type RawAnswer = {
  readonly status: number;
  readonly headers: Headers;
  readonly body: { readonly [field: string]: unknown };
};

export type Client = (
  route: string,
  body?: unknown,
  headers?: Readonly<Record<string, string>>,
) => Promise<RawAnswer>;

/** Asks with a token: `client("GET /repos/acme/shop")`. Nothing is thrown, whatever the status. */
export function clientWith(github: LocalGitHub, token: string): Client {
  return async (route, body, headers = {}) => {
    const [method = "GET", path = "/"] = route.split(" ");
    const response = await fetch(`${github.apiUrl}${path}`, {
      method,
      headers: { authorization: `bearer ${token}`, ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: text ? JSON.parse(text) : {},
    };
  };
}

/** A JSON web token of the app. */
export async function appToken(github: LocalGitHub): Promise<string> {
  const auth = createAppAuth({ appId: github.app.id, privateKey: github.app.privateKey });
  return (await auth({ type: "app" })).token;
}

/** A token of an installation, by default of the first. */
export async function installationToken(
  github: LocalGitHub,
  installationId: number = github.app.installationId,
  narrowed: object = {},
): Promise<string> {
  const asApp = clientWith(github, await appToken(github));
  const path = `/app/installations/${installationId}/access_tokens`;
  const { body } = await asApp(`POST ${path}`, narrowed);
  return String(body.token);
}

/** The app on its first installation. */
export async function installationClient(github: LocalGitHub): Promise<Client> {
  return clientWith(github, await installationToken(github));
}

/** Executes GraphQL as the app on its first installation. */
export async function graphqlClient(github: LocalGitHub) {
  const token = await installationToken(github);
  return async (query: string, variables: object = {}) => {
    const response = await fetch(`${github.url}/api/graphql`, {
      method: "POST",
      headers: { authorization: `bearer ${token}` },
      body: JSON.stringify({ query, variables }),
    });
    const answer: { data?: Json; errors?: readonly Json[] } = JSON.parse(await response.text());
    return answer;
  };
}

type Json = { readonly [field: string]: unknown };
