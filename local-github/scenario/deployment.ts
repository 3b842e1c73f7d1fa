import { createDeploymentStatus, type NewDeploymentStatus } from "../operations/deployments.ts";
import { disableRule, enableRule } from "../operations/environments.ts";
import type { Deployment, DeploymentState, Environment } from "../world/deployment.ts";
import type { World } from "../world/world.ts";
import { otherApp } from "./checks.ts";
import { type Who, whoIs } from "./who.ts";

/** A deployment that some tool made through the API. */
export class DeploymentScenario {
  readonly state: Deployment;
  readonly #world: World;

  constructor(world: World, deployment: Deployment) {
    this.#world = world;
    this.state = deployment;
  }

  /** What the tool says of it. */
  say(state: DeploymentState, by: Who, about: Omit<NewDeploymentStatus, "state"> = {}): void {
    createDeploymentStatus(this.#world, this.state, { state, ...about }, whoIs(this.#world, by));
  }
}

/** An environment that administrators change; GitHub tells nobody. */
export class EnvironmentScenario {
  readonly state: Environment;
  readonly #world: World;

  constructor(world: World, environment: Environment) {
    this.#world = world;
    this.state = environment;
  }

  /** Has deployments wait for the app under test, or for another. */
  enableRule(app: string = this.#world.app.slug): void {
    enableRule(this.#world, this.state, otherApp(this.#world, app));
  }

  disableRule(app: string = this.#world.app.slug): void {
    disableRule(this.state, otherApp(this.#world, app));
  }

  set adminsMayBypass(mayBypass: boolean) {
    this.state.adminsMayBypass = mayBypass;
  }
}
