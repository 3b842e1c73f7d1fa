import type { GitHubCall } from "#github/client.ts";
import { createGitHub, type GitHub, type GitHubOptions } from "#github/github.ts";
import {
  type LocalGitHub,
  type LocalGitHubOptions,
  startLocalGitHub,
} from "../../local-github/start.ts";

/** A local GitHub and our adapter connected to it. */
export type Connection = {
  readonly local: LocalGitHub;
  readonly github: GitHub;
  /** What the adapter sent, without the requests for tokens. */
  readonly sent: readonly GitHubCall[];
  /** The routes sent since the last call of this function. */
  routes(): readonly string[];
  stop(): Promise<void>;
};

/** Starts a local GitHub and connects to it. */
export async function connect(
  options: Partial<GitHubOptions> & { readonly local?: LocalGitHubOptions } = {},
): Promise<Connection> {
  const { local: localOptions, ...adapter } = options;
  const local = await startLocalGitHub(localOptions);
  const sent: GitHubCall[] = [];
  const github = createGitHub({
    appId: local.app.id,
    privateKey: local.app.privateKey,
    baseUrl: local.apiUrl,
    lastPusherOf: async () => null,
    onCall: (call) => {
      if (!call.route.endsWith("/access_tokens")) sent.push(call);
    },
    ...adapter,
  });
  let told = 0;
  return {
    local,
    github,
    sent,
    routes() {
      const routes = sent.slice(told).map(({ route }) => route);
      told = sent.length;
      return routes;
    },
    stop: () => local.stop(),
  };
}
