import type { Output } from "./command-io.ts";

const intervalMs = 100;

/** Shows how far a long job is: one line on a terminal, rewritten; nothing elsewhere. */
export class Progress {
  readonly #output: Output;
  readonly #what: string;
  #lastMs = Number.NEGATIVE_INFINITY;
  #shown = false;

  /** `what` follows the numbers: "changes read". `interrupt` says what Ctrl-C does. */
  constructor(output: Output, what: string, interrupt = "shows what is known so far") {
    this.#output = output;
    this.#what = `${what} (Ctrl-C ${interrupt})`;
  }

  show(done: number, total: number): void {
    if (this.#output.isTTY !== true || performance.now() - this.#lastMs < intervalMs) return;
    this.#lastMs = performance.now();
    this.#shown = true;
    const numbers = `${done.toLocaleString("en-GB")} of ${total.toLocaleString("en-GB")}`;
    this.#output.write(`\r\u001b[K${numbers} ${this.#what}`);
  }

  /** Takes the line away again. */
  clear(): void {
    if (this.#shown) this.#output.write("\r\u001b[K");
    this.#shown = false;
  }
}
