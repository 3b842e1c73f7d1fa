import { readEnvironment } from "../../src/env.ts";
import { createLog } from "../../src/log.ts";
import { serve } from "../../src/serve.ts";

/* The server with a clock that is put forward and back: how far it is ahead of the machine's comes with the environment, then as messages. */

let aheadMs = Number(process.env.CHAOS_AHEAD_MS ?? 0);
process.on("message", (message) => {
  aheadMs = Number(message);
});
const environment = readEnvironment(process.env);
const served = await serve(environment, createLog(environment), () => Date.now() + aheadMs);
await new Promise((resolve) => process.once("SIGTERM", resolve));
await served.stop();
process.disconnect();
