import { LRUCache } from "lru-cache";
import type { Client } from "./client.ts";

/** Finds the node ids by which reviews are requested. */
export type ReviewerIds = {
  ofUser(client: Client, login: string): Promise<string>;
  /** `team` is `organisation/slug`. */
  ofTeam(client: Client, team: string): Promise<string>;
};

/** A login or slug can change hands: not kept for good. Milliseconds. */
const keptMs = 6 * 3_600_000;

/** Looks ids up and keeps them for some hours. */
export function createReviewerIds(): ReviewerIds {
  const kept = new LRUCache<string, string>({ max: 20_000, ttl: keptMs });

  const remember = async (key: string, read: () => Promise<string>) => {
    const known = kept.get(key.toLowerCase()) ?? (await read());
    kept.set(key.toLowerCase(), known, { noUpdateTTL: true });
    return known;
  };
  return {
    ofUser: (client, username) =>
      remember(username, async () => {
        const { data } = await client.request("GET /users/{username}", { username });
        return data.node_id;
      }),
    ofTeam: (client, team) =>
      remember(team, async () => {
        const [org = "", team_slug = ""] = team.split("/");
        const { data } = await client.request("GET /orgs/{org}/teams/{team_slug}", {
          org,
          team_slug,
        });
        return data.node_id;
      }),
  };
}
