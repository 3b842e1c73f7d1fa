import { RetryLater, TerminalError } from "#core/errors.ts";
import { type Answer, askedPause } from "./asked-pause.ts";
import { limited } from "./throttle.ts";

/** GitHub answered and said no, e.g. 404, 403, 422. No retry mends it; who asked may know a better answer. */
export class Refused extends TerminalError {
  readonly status: number;
  /** All that GitHub said: its message, and what it says of each field. */
  readonly said: string;

  constructor(route: string, status: number, message: string, said = message) {
    super(`GitHub refused ${route} with status ${status}: ${message}`);
    this.status = status;
    this.said = said;
  }
}

/**
 * GitHub does not accept who we say that we are. Keys are exchanged and tokens expire early, so it is no final word, but none that is waited
 * for without end either: the work counts it as a fault.
 */
export class CredentialsRefused extends Error {
  override readonly name = "CredentialsRefused";
}

/** Whether GitHub says that the thing is not there, or not for us. */
export function isNotFound(error: unknown): boolean {
  return error instanceof Refused && error.status === 404;
}

/** The answer behind an error of Octokit's; null when there was none: no connection, or no answer in time. */
export function answerOf(error: unknown): Answer | null {
  if (!(error instanceof Error) || !("response" in error)) return null;
  const response = error.response;
  if (typeof response !== "object" || response === null) return null;
  const { status, headers, data } = response as {
    status?: number;
    headers?: Answer["headers"];
    data?: unknown;
  };
  return status === undefined ? null : { status, headers: headers ?? {}, body: data };
}

/**
 * What a failed request means for the work that needed it: later, never, or (a {@link Refused}) for the asker to judge.
 *
 * The message names the route's template, never the request: that carries a token.
 */
export function translateError(error: unknown, route: string, nowMs: number): Error {
  for (const ours of [error, error instanceof Error ? error.cause : undefined]) {
    if (ours instanceof RetryLater || ours instanceof TerminalError) return ours;
  }
  const answer = answerOf(error);
  if (answer === null) {
    return new RetryLater(`GitHub can't be reached (${route}: ${causeOf(error)}).`);
  }
  const pause = askedPause(answer, nowMs);
  if (pause?.refused) return limited(pause.untilMs);
  if (answer.status >= 500) {
    return new RetryLater(`GitHub can't be reached (${route}: status ${answer.status}).`);
  }
  return (
    credentialsError(answer, route) ??
    new Refused(route, answer.status, messageOf(answer), allOf(answer))
  );
}

export const tokenRoute = "POST /app/installations/{installation_id}/access_tokens";

function credentialsError(
  answer: Answer,
  route: string,
): CredentialsRefused | TerminalError | null {
  if (answer.status === 401) {
    return new CredentialsRefused(
      `GitHub doesn't accept the app's credentials (${route}): ${messageOf(answer)}`,
    );
  }
  if (route !== tokenRoute) return null;
  if (answer.status === 404) {
    return new TerminalError("The app is not installed there any more.");
  }
  if (answer.status === 403) {
    return new TerminalError(`The installation gives no access: ${messageOf(answer)}`);
  }
  return null;
}

function messageOf({ body }: Answer): string {
  const message =
    typeof body === "object" && body !== null && "message" in body ? body.message : null;
  return typeof message === "string" ? message.slice(0, 500) : "no message";
}

/** With the errors of single fields, such as `tag_name already_exists`. */
function allOf(answer: Answer): string {
  const { body } = answer;
  const errors = typeof body === "object" && body !== null && "errors" in body ? body.errors : [];
  return [messageOf(answer), ...(Array.isArray(errors) ? errors.map(wordsOf) : [])].join("; ");
}

function wordsOf(error: unknown): string {
  if (typeof error !== "object" || error === null) return String(error);
  const { field, code, message } = error as Record<string, unknown>;
  return [field, code, message].filter((word) => typeof word === "string").join(" ");
}

/** `fetch failed` says nothing; the innermost cause (`ECONNREFUSED`, a time-out) does. */
function causeOf(error: unknown): string {
  if (typeof error !== "object" || error === null) return "no reason given";
  if ("cause" in error && error.cause !== undefined) return causeOf(error.cause);
  if ("name" in error && error.name === "TimeoutError") return "no answer in time";
  if ("code" in error && typeof error.code === "string") return error.code;
  return "message" in error ? String(error.message) : "no reason given";
}
