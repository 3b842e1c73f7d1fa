import { randomInt } from "node:crypto";
import { createServer } from "node:net";

/**
 * A free port below those that systems hand out by themselves: while a server that a test starts again is away, nobody else is given its
 * port.
 */
export async function findSteadyPort(): Promise<number> {
  const port = randomInt(20_000, 30_000);
  return (await isFree(port)) ? port : findSteadyPort();
}

function isFree(port: number): Promise<boolean> {
  const probe = createServer();
  return new Promise((resolve) => {
    probe.once("error", () => resolve(false));
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(true)));
  });
}
