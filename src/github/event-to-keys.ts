import type { ReceivedCommand } from "#core/command/received-command.ts";
import type { GateRequest } from "#core/gate/gate-request.ts";
import type { InstallationKey } from "#core/key.ts";
import type { Cause } from "#core/key-rank.ts";
import { handlers } from "./event-handlers.ts";
import { envelopeSchema } from "./event-payloads.ts";
import type { HeadArrival, Hint, InstallationChange, Push } from "./event-work.ts";

/** What a delivery asks to look at. Keys are names: what is there is read from GitHub. */
export type EventKeys = {
  readonly keys: readonly InstallationKey[];
  /** What the keys are to be looked at for. */
  readonly cause: Cause;
  readonly pushes: readonly Push[];
  readonly commands: readonly ReceivedCommand[];
  readonly heads: readonly HeadArrival[];
  readonly gates: readonly GateRequest[];
  readonly hints: readonly Hint[];
  /** The installation in which somebody's rights changed. */
  readonly expireEligibilityOf: number | null;
  readonly installation: InstallationChange | null;
  /** Why there is nothing to look at; null when there is. */
  readonly ignored: string | null;
};

/** A delivery's event name (`X-GitHub-Event`) and body. */
export type DeliveredEvent = { readonly name: string; readonly payload: unknown };

/**
 * Tells which objects an event makes dirty. Pure; never throws: an unknown or malformed event has no keys and a reason.
 *
 * `appSlug` names the app: its own labels must not wake it again.
 */
export function keysOf(event: DeliveredEvent, appSlug: string): EventKeys {
  const handler = Object.hasOwn(handlers, event.name) ? handlers[event.name] : undefined;
  if (handler === undefined) return ignored(`no use for ${event.name} events`);
  const envelope = envelopeSchema.safeParse(event.payload);
  if (!envelope.success) return ignored("not a delivery to an installed app");
  const { action = "", installation, sender } = envelope.data;
  const own = sender?.login === `${appSlug}[bot]`;
  const found = handler(event.payload, { action, installationId: installation.id, sender, own });
  if (found === "malformed") return ignored(`a malformed ${event.name} event`);
  if (found === null) return ignored(`${event.name} ${action} changes nothing for us`);
  const { keys = [], commands = [], rightsChanged = false } = found;
  const isApproval = event.name === "pull_request_review" || commands.length > 0;
  return {
    keys: keys.map((key) => ({ installationId: installation.id, key })),
    cause: isApproval ? "approval" : "event",
    pushes: found.pushes ?? [],
    commands,
    heads: found.heads ?? [],
    gates: found.gates ?? [],
    hints: found.hints ?? [],
    expireEligibilityOf: rightsChanged ? installation.id : null,
    installation: found.installation ?? null,
    ignored: null,
  };
}

function ignored(reason: string): EventKeys {
  return {
    keys: [],
    cause: "event",
    pushes: [],
    commands: [],
    heads: [],
    gates: [],
    hints: [],
    expireEligibilityOf: null,
    installation: null,
    ignored: reason,
  };
}
