/** One answered request. */
export type RequestRecord = {
  readonly method: string;
  /** The route's template, or `graphql <operation>`. */
  readonly route: string;
  readonly path: string;
  readonly status: number;
  /** When it had arrived, by `performance.now()`. */
  readonly startedMs: number;
  /** Time spent in the stand-in itself, without artificial latency. */
  readonly durationMs: number;
};

/** A write that was carried out, REST or GraphQL. */
export type WriteRecord = { readonly name: string; readonly input: unknown };

/** What was asked of the local GitHub, for tests and benchmarks. */
export class Traffic {
  readonly requests: RequestRecord[] = [];
  readonly writes: WriteRecord[] = [];
  /** Requests that the stand-in does not know how to answer as GitHub would: a test's proof that nothing was guessed. */
  readonly unhandled: string[] = [];
  /** Calls by `METHOD /route/{template}` or `graphql <operation>`. */
  readonly calls = new Map<string, number>();

  record(request: RequestRecord): void {
    this.requests.push(request);
    this.calls.set(request.route, (this.calls.get(request.route) ?? 0) + 1);
  }

  /** Milliseconds spent answering since the beginning (or the last {@link forget}). */
  get busyMs(): number {
    return this.requests.reduce((sum, { durationMs }) => sum + durationMs, 0);
  }

  /** Starts counting anew. */
  forget(): void {
    this.requests.length = 0;
    this.writes.length = 0;
    this.calls.clear();
  }
}
