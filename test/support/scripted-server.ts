import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What a test has a server answer. */
export type ScriptedAnswer = {
  readonly status: number;
  /** Sent as JSON. */
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
};

/** A request as it arrived. */
type ReceivedRequest = {
  /** Method and path, e.g. `GET /users/maria`. */
  readonly route: string;
  readonly headers: IncomingMessage["headers"];
  /** Parsed JSON; null when nothing was sent. */
  readonly body: unknown;
};

/** A server on loopback that says what a test wrote down for it. The connections are real: they can break. */
export type ScriptedServer = {
  readonly url: string;
  /** Everything that arrived since {@link forget}. */
  readonly requests: readonly ReceivedRequest[];
  /** Routes that were asked for more often than they have answers. */
  readonly unexpected: readonly string[];
  /** Answers the next request to a route that has no answer yet; so many in a row. */
  answer(route: string, answer: ScriptedAnswer, times?: number): void;
  /** The same, by hand: for answers that break off or never come. */
  answerBy(route: string, write: (response: ServerResponse) => void): void;
  /** Forgets requests and answers. */
  forget(): void;
  stop(): Promise<void>;
};

/** Starts the server; a request that has no answer is refused with 501. */
export async function startScriptedServer(): Promise<ScriptedServer> {
  const answers = new Map<string, ((response: ServerResponse) => void)[]>();
  const requests: ReceivedRequest[] = [];
  const unexpected: string[] = [];
  const server = createServer(async (request, response) => {
    const { headers } = request;
    const route = `${request.method} ${request.url}`;
    requests.push({ route, headers, body: await readJson(request) });
    const write = answers.get(route)?.shift();
    if (write) return write(response);
    unexpected.push(route);
    writeJson(response, { status: 501, body: { message: "Nobody expected this." } });
  });
  // A machine that is busy for some seconds must not find its connections closed.
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const answerBy: ScriptedServer["answerBy"] = (route, write) => {
    answers.set(route, [...(answers.get(route) ?? []), write]);
  };
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    unexpected,
    answer(route, answer, times = 1) {
      for (let time = 0; time < times; time++) {
        answerBy(route, (response) => writeJson(response, answer));
      }
    },
    answerBy,
    forget() {
      answers.clear();
      requests.length = 0;
      unexpected.length = 0;
    },
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString("utf8");
  return text === "" ? null : JSON.parse(text);
}

function writeJson(response: ServerResponse, { status, body, headers }: ScriptedAnswer): void {
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(JSON.stringify(body));
}
