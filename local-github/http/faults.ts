/** Something that goes wrong on purpose. */
export type Fault = {
  /** HTTP method; any when absent. */
  readonly method?: string;
  /** Matches the path (without `/api/v3`), or the name of a GraphQL operation or mutation. */
  readonly path?: RegExp | string;
  /** How many requests fail; once when absent. */
  readonly times?: number;
} & (
  | {
      readonly status: number;
      readonly message?: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** The request is carried out; then the connection breaks instead of an answer. */
  | { readonly loseAnswer: true }
);

/** The faults that are still to strike. */
export class Faults {
  readonly #waiting: { readonly fault: Fault; left: number }[] = [];

  failNext(fault: Fault): void {
    this.#waiting.push({ fault, left: fault.times ?? 1 });
  }

  /** The fault that strikes a request known by these names, if any; it is used up. */
  strike(method: string, names: readonly string[]): Fault | null {
    const struck = this.#waiting.find(
      ({ fault, left }) =>
        left > 0 && (fault.method ?? method) === method && matchesPath(fault.path, names),
    );
    if (!struck) return null;
    struck.left -= 1;
    return struck.fault;
  }
}

function matchesPath(path: Fault["path"], names: readonly string[]): boolean {
  if (path === undefined) return true;
  return names.some((name) => (typeof path === "string" ? name === path : path.test(name)));
}
