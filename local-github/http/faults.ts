/** How a request fails. */
export type Failure =
  | {
      readonly status: number;
      readonly message?: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** The request is carried out; then the connection breaks instead of an answer, or the answer is this status. */
  | { readonly loseAnswer: true; readonly instead?: number }
  /** The connection breaks before anything is done. */
  | { readonly breakOff: true }
  /** No answer comes, and the connection stays: from before the request is carried out, or from after. */
  | { readonly hang: "before" | "after" };

/** Something that goes wrong on purpose. */
export type Fault = {
  /** HTTP method; any when absent. */
  readonly method?: string;
  /** Matches the path (without `/api/v3`), or the name of a GraphQL operation or mutation. */
  readonly path?: RegExp | string;
  /** How many requests fail; once when absent. */
  readonly times?: number;
} & Failure;

/** A request to the API, before it is carried out. */
export type ApiRequest = {
  readonly method: string;
  /** The path and the route's template, or `/graphql` and the names in the document. */
  readonly names: readonly string[];
  /** As it was sent. */
  readonly body: string;
};

/** Sees every request, and may have it fail. */
export type Disturbance = (request: ApiRequest) => Failure | null;

/** The faults that are still to strike. */
export class Faults {
  /** Asked about every request that no other fault strikes. */
  disturbance: Disturbance = () => null;
  readonly #waiting: { readonly fault: Fault; left: number }[] = [];

  failNext(fault: Fault): void {
    this.#waiting.push({ fault, left: fault.times ?? 1 });
  }

  /** The failure that strikes a request, if any; it is used up. */
  strike(request: ApiRequest): Failure | null {
    const { method, names } = request;
    const struck = this.#waiting.find(
      ({ fault, left }) =>
        left > 0 && (fault.method ?? method) === method && matchesPath(fault.path, names),
    );
    if (!struck) return this.disturbance(request);
    struck.left -= 1;
    return struck.fault;
  }
}

function matchesPath(path: Fault["path"], names: readonly string[]): boolean {
  if (path === undefined) return true;
  return names.some((name) => (typeof path === "string" ? name === path : path.test(name)));
}
