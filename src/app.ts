import type { ApplicationFunctionOptions, Probot } from "probot";
import { UserError } from "#core/errors.ts";
import { readEnvironment } from "./env.ts";
import { startSluice } from "./sluice.ts";

/**
 * Sluice as a Probot app, for `probot run ./src/app.ts` and for servers that host several apps. Probot's own webhook path must differ from
 * `WEBHOOK_PATH`: deliveries are stored by Sluice's route before they are answered.
 */
export default async function app(
  probot: Probot,
  { addHandler }: Pick<ApplicationFunctionOptions, "addHandler">,
): Promise<void> {
  const environment = readEnvironment(process.env);
  if (environment.credentials === null) {
    throw new UserError(
      "No GitHub App is configured.",
      "Set APP_ID, PRIVATE_KEY and WEBHOOK_SECRET.",
    );
  }
  const sluice = await startSluice(environment, environment.credentials, probot.log);
  addHandler(sluice.handle);
  sluice.beginSweeping();
}
