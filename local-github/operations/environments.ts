import type { Environment } from "../world/deployment.ts";
import type { App, Repository } from "../world/model.ts";
import type { World } from "../world/world.ts";
import { unprocessable } from "./refusal.ts";

/** https://docs.github.com/actions/how-tos/deploy/configure-and-manage-deployments/create-custom-protection-rules */
const mostRules = 6;

/** The environment of that name; made without any rule when nobody made it before. */
export function environmentNamed(world: World, repository: Repository, name: string): Environment {
  const { environments } = repository.deployments;
  const known = environments.get(name);
  if (known) return known;
  const environment: Environment = {
    ...world.identify("EN"),
    kind: "environment",
    repository,
    name,
    createdAt: world.now(),
    rules: new Map(),
    adminsMayBypass: true,
  };
  environments.set(name, environment);
  return environment;
}

/** Makes an app's approval a condition of every deployment that starts from now on. */
export function enableRule(world: World, environment: Environment, app: App): void {
  if (environment.rules.has(app)) return;
  if (environment.rules.size >= mostRules) {
    throw unprocessable(`An environment has ${mostRules} protection rules at most.`);
  }
  environment.rules.set(app, world.identify("GA"));
}

/** GitHub sends no event for it. */
export function disableRule(environment: Environment, app: App): void {
  environment.rules.delete(app);
}
