import { createApp } from "../operations/accounts.ts";
import { checkRunsOn } from "../world/lookup.ts";
import type { App, CheckRun, PullRequest } from "../world/model.ts";
import type { World } from "../world/world.ts";

/** The newest check run of the app under test on a pull request's head. */
export function checkRunOn(world: World, pull: PullRequest, name?: string): CheckRun | null {
  const runs = checkRunsOn(pull.repository, pull.head.sha, "latest").filter(
    (run) => run.suite.app === world.app && (name === undefined || run.name === name),
  );
  return runs.at(-1) ?? null;
}

/** Another app, such as a CI; made when it is first named. */
export function otherApp(world: World, slug: string): App {
  return world.appNamed(slug) ?? createApp(world, slug, slug, null);
}
