import type { IncomingMessage, ServerResponse } from "node:http";
import type { Logger } from "pino";
import type { Probot } from "probot";

type NodeHandler = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;

/** Probot's own set-up app, which its entry point does not export. */
type SetUpModule = {
  setupAppFactory(options: {
    host: string;
    port: number;
    log: Logger;
  }): (probot: Probot, options: object) => Promise<NodeHandler>;
};

/**
 * Probot's pages under `/probot`: they register the GitHub App from `app.yml` and write its credentials to `.env`.
 *
 * The module is reached by its address in the package, since Probot offers it only through `run()`, which would not let the product's
 * own pages answer first.
 */
export async function setUpPages(options: {
  readonly probot: Probot;
  readonly host: string;
  readonly port: number;
  readonly webhookPath: string;
  readonly log: Logger;
}): Promise<NodeHandler> {
  // Without this Probot would ask smee.io for a channel.
  process.env.NO_SMEE_SETUP = "true";
  const address = new URL("apps/setup.js", import.meta.resolve("probot"));
  const module = (await import(address.href)) as SetUpModule;
  const handle = await module.setupAppFactory(options)(options.probot, {});
  return async (request, response) => {
    if (!request.url?.startsWith("/probot")) return false;
    // Probot would register the server's root as the webhook's address; this is the variable that it reads instead.
    process.env.WEBHOOK_PROXY_URL ??= `http://${request.headers.host}${options.webhookPath}`;
    return handle(request, response);
  };
}
