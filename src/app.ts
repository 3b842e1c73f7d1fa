import type { ApplicationFunctionOptions, Probot } from "probot";
import { UserError } from "#core/errors.ts";
import { readEnvironment } from "./env.ts";
import { startSluice } from "./sluice.ts";

/**
 * Sluice as a Probot app, for `probot run ./src/app.ts` and for servers that host several apps. Probot receives and verifies the
 * deliveries there; each is stored before Probot answers it.
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
  probot.onAny(async ({ id, name, payload }) => {
    await sluice.accept({ id, event: name, payload });
  });
  addHandler(sluice.handle);
  sluice.beginSweeping();
}
