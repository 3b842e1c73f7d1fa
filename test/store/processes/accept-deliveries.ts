// Accepts deliveries until it is killed, and prints the id of each after it was acknowledged.
import { writeSync } from "node:fs";
import { openStore } from "#store/store.ts";
import { processArguments } from "../../support/child-process.ts";
import { changeKey } from "../../support/keys.ts";
import { databaseArgument } from "./arguments.ts";

const [location, round] = processArguments();
const store = await openStore(databaseArgument(location));

let next = 1;
async function acceptForever(): Promise<never> {
  for (;;) {
    const number = next;
    next += 1;
    const id = `${round} ${number}`;
    await store.deliveries.accept(
      { id, event: "push", action: null, installationId: 1, receivedAtMs: 1_000 },
      { keys: [changeKey(number, Number(round))], pushes: [], commands: [], heads: [], gates: [] },
    );
    writeSync(1, `${id}\n`);
  }
}

await Promise.all(Array.from({ length: 8 }, acceptForever));
