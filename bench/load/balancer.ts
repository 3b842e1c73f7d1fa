import { connect, createServer, type Socket } from "node:net";

/** Hands connections to servers in turn, as a load balancer before several processes does. */
export async function startBalancer(
  ports: readonly number[],
): Promise<{ readonly url: string; stop(): void }> {
  const open = new Set<Socket>();
  let next = 0;
  const server = createServer((incoming) => {
    const outgoing = connect(ports[next++ % ports.length] ?? 0, "127.0.0.1");
    for (const [socket, other] of [
      [incoming, outgoing],
      [outgoing, incoming],
    ] as const) {
      open.add(socket);
      socket.on("error", () => other.destroy());
      socket.on("close", () => {
        open.delete(socket);
        other.destroy();
      });
      socket.pipe(other);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    stop() {
      for (const socket of open) socket.destroy();
      server.close();
    },
  };
}
