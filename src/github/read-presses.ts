import type { PendingCommand, ReceivedCommand } from "#core/command/received-command.ts";
import type { CommandState } from "#core/command/run-command.ts";
import { isSameRepository } from "#core/key.ts";
import type { Client } from "./client.ts";
import { keysOf } from "./event-to-keys.ts";
import { type HookDelivery, hookDeliveries, readHookPayload } from "./hook-deliveries.ts";

/** A thousand deliveries: more than come while a press is looked for. */
const mostPages = 10;
/** GitHub's clock and ours may differ by so much. */
const clocksDifferMs = 10 * 60_000;

/**
 * Holds presses of our buttons against GitHub's own record of what it delivered, by their ids: whoever knows the webhook secret can sign a
 * press, but gets none into that record. A press is `gone` when it is not listed (yet), and `edited` when GitHub sent something else under
 * its id. A call for 100 deliveries, and one for each press that is found.
 *
 * `app` is the app's own client. Comments are left out.
 */
export async function readPresses(
  app: Client,
  pending: readonly PendingCommand[],
): Promise<ReadonlyMap<string, CommandState>> {
  const presses = pending.filter(({ source }) => source.kind === "button");
  const states = new Map<string, CommandState>(presses.map(({ name }) => [name.id, "gone"]));
  const listed = await findListed(app, presses);
  for (const press of presses) {
    const delivery = listed.get(press.name.id);
    if (delivery !== undefined) states.set(press.name.id, await stateOf(app, press, delivery));
  }
  return states;
}

async function findListed(
  app: Client,
  presses: readonly PendingCommand[],
): Promise<ReadonlyMap<string, HookDelivery>> {
  const listed = new Map<string, HookDelivery>();
  if (presses.length === 0) return listed;
  const sought = new Set(presses.map(({ name }) => name.id));
  const firstMs = Math.min(...presses.map(({ receivedAtMs }) => receivedAtMs));
  const wish = { sinceMs: firstMs - clocksDifferMs, mostPages };
  for await (const page of hookDeliveries(app, wish)) {
    for (const delivery of page) {
      if (sought.has(delivery.guid)) listed.set(delivery.guid, delivery);
    }
    if (listed.size === sought.size) break;
  }
  return listed;
}

async function stateOf(
  app: Client,
  press: PendingCommand,
  { id, event }: HookDelivery,
): Promise<CommandState> {
  const payload = await readHookPayload(app, id);
  const [recorded] = keysOf({ name: event, payload }, "").commands;
  return recorded !== undefined && isSamePress(press, recorded) ? "intact" : "edited";
}

function isSamePress(press: ReceivedCommand, recorded: ReceivedCommand): boolean {
  if (press.source.kind !== "button" || recorded.source.kind !== "button") return false;
  return (
    isSameRepository(press.repository, recorded.repository) &&
    press.number === recorded.number &&
    press.giver.id === recorded.giver.id &&
    press.source.identifier === recorded.source.identifier &&
    press.source.headSha === recorded.source.headSha
  );
}
