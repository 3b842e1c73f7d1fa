import type { Repository } from "../world/model.ts";
import { unprocessable } from "./refusal.ts";

/** Checks and statuses stand on commits, named by their whole SHA: a branch's name will not do. */
export async function refuseUnknownSha(repository: Repository, sha: string): Promise<void> {
  const known = /^[0-9a-f]{40}$/.test(sha) && (await repository.git.commit(sha)) !== null;
  if (!known) throw unprocessable(`No commit found for SHA: ${sha}`);
}
