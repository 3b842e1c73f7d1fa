/** When a change might be passed, and on which commit: what holds at any moment, kept to look back. Milliseconds of one steady clock. */
export class Moments {
  readonly #spans: { readonly sha: string; readonly fromMs: number; toMs: number }[] = [];

  /**
   * From some moment between `startMs` and `endMs` on the change might be passed on this commit; null: not any more. What was before counts up
   * to the end, what is new from the start.
   */
  note(sha: string | null, startMs: number, endMs: number): void {
    const last = this.#spans.at(-1);
    const isOpen = last !== undefined && last.toMs === Number.POSITIVE_INFINITY;
    if (isOpen && last.sha === sha) return;
    if (isOpen) last.toMs = endMs;
    if (sha !== null) this.#spans.push({ sha, fromMs: startMs, toMs: Number.POSITIVE_INFINITY });
  }

  /** Whether there was a moment between the two in which passing the commit was right. */
  wasRight(sha: string, fromMs: number, toMs: number): boolean {
    return this.#spans.some(
      (span) => span.sha === sha && span.fromMs <= toMs && span.toMs >= fromMs,
    );
  }
}
