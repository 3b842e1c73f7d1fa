import { setTimeout as sleep } from "node:timers/promises";
import { UserError } from "#core/errors.ts";
import { GateAnswer } from "#core/gate/gate-answer.ts";
import { durationMs } from "#core/policy/schema/scalar.ts";
import { type CommandIo, interruptedCode, withUserErrors } from "./command-io.ts";
import { describeWaiting, renderEnding, renderEndingJson } from "./gate-wait-text.ts";
import { harmless, lookOf } from "./terminal-text.ts";

export type GateWaitOptions = {
  /** `owner/name`. */
  readonly repo: string;
  readonly sha: string;
  readonly environment: string;
  readonly component?: string | undefined;
  /** How long to wait, e.g. `2h`. */
  readonly timeout: string;
  /** Where the server is; not given: `SLUICE_URL`. */
  readonly url?: string | undefined;
  /** Asking again with the same key finds the same gate. */
  readonly idempotencyKey?: string | undefined;
  readonly json?: boolean | undefined;
};

/** How a wait ended. Only `released` lets a deployment start. */
export type Ending =
  | { readonly kind: "answered"; readonly answer: GateAnswer }
  | {
      readonly kind: "timed-out";
      /** The last one; null when there was none. */
      readonly answer: GateAnswer | null;
      /** Why the last question had no answer; null when it had one. */
      readonly lastError: string | null;
    };

/** A server that does not answer is asked again after so long. */
const retryMs = 5_000;

/** One answer may take so long. */
const answerWithinMs = 30_000;

/**
 * `sluice gate wait`: asks the server whether a commit may go to an environment, and waits until it may or never will.
 * What it waits for goes to standard error whenever that changes; the last answer to standard output.
 *
 * Returns the exit code: 0 released, 1 not released (rejected, superseded, expired, or no answer in time), 2 it can't be
 * asked as wanted, 130 ended by Ctrl-C.
 */
export function runGateWait(options: GateWaitOptions, io: CommandIo): Promise<number> {
  return withUserErrors(io, async () => {
    const server = readServer(options, io);
    const deadlineMs = performance.now() + readTimeoutMs(options.timeout);
    const ending = await waitForAnswer(server, options, { deadlineMs, io });
    if (ending === null) return interruptedCode;
    io.stdout.write(
      options.json === true ? renderEndingJson(ending) : renderEnding(ending, lookOf(io)),
    );
    return ending.kind === "answered" && ending.answer.state === "released" ? 0 : 1;
  });
}

type Server = { readonly url: string; readonly token: string };

function readServer({ url }: GateWaitOptions, { env }: CommandIo): Server {
  const place = url ?? env.SLUICE_URL;
  const token = env.SLUICE_GATE_TOKEN;
  if (place === undefined || place === "" || !URL.canParse(place)) {
    throw new UserError(
      "It is not known where the Sluice server is.",
      "Set SLUICE_URL, or give --url https://sluice.example.com",
    );
  }
  if (token === undefined || token === "") {
    throw new UserError(
      "There is no token to ask with.",
      "Set SLUICE_GATE_TOKEN to one of the server's SLUICE_GATE_TOKENS. It is no option, so that no list of processes shows it.",
    );
  }
  return { url: place.replace(/\/+$/, ""), token };
}

function readTimeoutMs(text: string): number {
  const timeout = durationMs.safeParse(text);
  if (timeout.success) return timeout.data;
  throw new UserError(
    `--timeout ${text} is no duration.`,
    "Write a whole number and a unit (s, m, h or d): --timeout 2h",
  );
}

/** Null when Ctrl-C came first. */
async function waitForAnswer(
  server: Server,
  options: GateWaitOptions,
  { deadlineMs, io }: { readonly deadlineMs: number; readonly io: CommandIo },
): Promise<Ending | null> {
  let answer: GateAnswer | null = null;
  let lastError: string | null = null;
  let told = "";
  while (performance.now() < deadlineMs) {
    const asked = await ask(server, options, answer?.id ?? null, io.signal);
    lastError = asked.kind === "answer" ? null : asked.error;
    if (asked.kind === "answer") {
      ({ answer } = asked);
      if (answer.state !== "waiting") return { kind: "answered", answer };
    }
    const tells = asked.kind === "answer" ? describeWaiting(asked.answer) : asked.error;
    if (io.signal.aborted) return null;
    if (tells !== told) io.stderr.write(`${tells}\n`);
    told = tells;
    const pauseMs = asked.kind === "answer" ? asked.answer.retryAfterSeconds * 1_000 : retryMs;
    const leftMs = deadlineMs - performance.now();
    await sleep(Math.max(0, Math.min(pauseMs, leftMs)), undefined, { signal: io.signal }).catch(
      () => undefined,
    );
  }
  return io.signal.aborted ? null : { kind: "timed-out", answer, lastError };
}

type Asked =
  | { readonly kind: "answer"; readonly answer: GateAnswer }
  /** Worth asking again. */
  | { readonly kind: "no-answer"; readonly error: string };

async function ask(
  { url, token }: Server,
  options: GateWaitOptions,
  id: string | null,
  signal: AbortSignal,
): Promise<Asked> {
  const place =
    id === null ? `${url}/api/v1/gates` : `${url}/api/v1/gates/${encodeURIComponent(id)}`;
  let status: number;
  let text: string;
  try {
    const response = await fetch(place, {
      ...(id === null && { method: "POST", body: JSON.stringify(questionOf(options)) }),
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      signal: AbortSignal.any([signal, AbortSignal.timeout(answerWithinMs)]),
      // The token goes to the server that was named, and nowhere else.
      redirect: "error",
    });
    status = response.status;
    text = await response.text();
  } catch {
    return { kind: "no-answer", error: `${url} can't be reached; asking again.` };
  }
  if (status === 429 || status >= 500) {
    return {
      kind: "no-answer",
      error: `${url} answers ${status}; asking again. ${detailOf(text)}`,
    };
  }
  const answer = GateAnswer.safeParse(parseJson(text));
  if (status < 300 && answer.success) return { kind: "answer", answer: answer.data };
  throw new UserError(
    `${url} does not take the question (${status}). ${detailOf(text)}`.trim(),
    "Check --repo, --sha, --environment, SLUICE_URL and SLUICE_GATE_TOKEN.",
  );
}

function questionOf({ repo, sha, environment, component, idempotencyKey }: GateWaitOptions) {
  return { repository: repo, sha, environment, component, idempotencyKey };
}

function detailOf(text: string): string {
  const body = parseJson(text);
  const detail =
    typeof body === "object" && body !== null && "detail" in body ? body.detail : undefined;
  return typeof detail === "string" ? harmless(detail, 600) : "";
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
