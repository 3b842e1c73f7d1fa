import type { Logger } from "pino";
import { z } from "zod";
import { keysOf } from "#github/event-to-keys.ts";
import type { Hint } from "#github/event-work.ts";
import type { GitHub } from "#github/github.ts";
import type { Store } from "#store/store.ts";
import type { Metrics } from "#web/metrics.ts";
import type { AcceptDelivery } from "#web/webhook-route.ts";

/** Turns verified deliveries into keys and stores both, durably; only then lets go of what was kept of rights that changed. */
export function acceptDelivery(parts: {
  readonly github: GitHub;
  readonly store: Store;
  readonly metrics: Metrics;
  readonly expect: (hints: readonly Hint[]) => void;
  readonly now: () => number;
  readonly log: Logger;
}): AcceptDelivery {
  const { github, store, metrics, expect, now, log } = parts;
  const appSlug = knowAppSlug(github, log);
  return async ({ id, event, payload }) => {
    const found = keysOf({ name: event, payload }, appSlug());
    if (found.ignored !== null) log.debug({ delivery: id, event }, found.ignored);
    const { action = null, installation } = Envelope.parse(payload);
    // Before the keys can be claimed.
    expect(found.hints);
    if (found.expireEligibilityOf !== null) github.expireEligibility(found.expireEligibilityOf);
    try {
      const installationId = installation?.id ?? null;
      const record = { id, event, action, installationId, receivedAtMs: now() };
      const result = await store.deliveries.accept(record, found);
      await noteInstallation(store, found.installation, log);
      metrics.countDelivery(event, result);
      return result;
    } catch (error) {
      metrics.countDelivery(event, "failed");
      throw error;
    }
  };
}

/** What is kept of a delivery besides its keys; whatever else it may be. */
const Envelope = z
  .object({
    action: z.string().optional().catch(undefined),
    installation: z.object({ id: z.int() }).optional().catch(undefined),
  })
  .catch({});

/** The delivery is stored already: what fails here is made good by the next sweep. */
async function noteInstallation(
  store: Store,
  change: ReturnType<typeof keysOf>["installation"],
  log: Logger,
): Promise<void> {
  if (change === null) return;
  try {
    const { id, account, state } = change;
    if (state === "removed") await store.repositories.removeInstallation(id);
    else await store.repositories.upsertInstallation({ id, account, state });
  } catch (error) {
    log.warn({ err: error, installation: change.id }, "the installation could not be noted");
  }
}

/** The App's name is asked for in the background: deliveries are stored also while GitHub is away. Until it is known, our own labels cost a look more. */
function knowAppSlug(github: GitHub, log: Logger): () => string {
  let slug = "";
  let asking = false;
  return () => {
    if (slug === "" && !asking) {
      asking = true;
      github
        .appSlug()
        .then((known) => {
          slug = known;
        })
        .catch((error: unknown) => log.warn({ err: error }, "GitHub does not tell the App's name"))
        .finally(() => {
          asking = false;
        });
    }
    return slug;
  };
}
