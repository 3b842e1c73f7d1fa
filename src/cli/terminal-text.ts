import { styleText } from "node:util";
import { clipped } from "#core/text/words.ts";
import type { CommandIo } from "./command-io.ts";

/** How a text looks where it is shown. */
export type Look = {
  /** Characters a line may have. */
  readonly width: number;
  readonly strong: (text: string) => string;
  readonly faint: (text: string) => string;
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
};

const widest = 120;

/** Colour and width for a terminal; neither for a file, a pipe or a user who wants no colour (https://no-color.org). */
export function lookOf({ stdout, env }: Pick<CommandIo, "stdout" | "env">): Look {
  const coloured = stdout.isTTY === true && (env.NO_COLOR ?? "") === "" && env.TERM !== "dumb";
  const style = (format: Parameters<typeof styleText>[0]) => (text: string) =>
    coloured ? styleText(format, text, { validateStream: false }) : text;
  return {
    width: Math.max(60, Math.min(widest, stdout.columns ?? 100)),
    strong: style("bold"),
    faint: style("dim"),
    good: style("green"),
    bad: style("red"),
  };
}

/** Text from a history, safe to show: without control characters, which could speak to the terminal. */
export function harmless(text: string, limit = 200): string {
  return clipped(text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ""), limit);
}

export type Column = { readonly heading: string; readonly align: "left" | "right" };

/** A cell's text, and how it looks; the look adds no width. */
export type Cell = string | { readonly text: string; readonly look: (text: string) => string };

/** Rows in aligned columns under faint headings, indented by two. Empty columns take no room. */
export function alignColumns(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  look: Look,
): string {
  const widths = columns.map(({ heading }, i) =>
    Math.max(heading.length, ...rows.map((row) => textOf(row[i] ?? "").length)),
  );
  const line = (cells: readonly Cell[]) =>
    columns
      .map(({ align }, i) => {
        const cell = cells[i] ?? "";
        const text = textOf(cell);
        const padding = " ".repeat((widths[i] ?? 0) - text.length);
        const shown = typeof cell === "string" ? text : cell.look(text);
        return align === "left" ? shown + padding : padding + shown;
      })
      .join("  ")
      .trimEnd();
  const headings = line(columns.map(({ heading }) => ({ text: heading, look: look.faint })));
  return [headings, ...rows.map(line)].map((text) => `  ${text}\n`).join("");
}

function textOf(cell: Cell): string {
  return typeof cell === "string" ? cell : cell.text;
}

/** Words in lines of at most `width` characters. */
export function wrapped(text: string, width: number, indent = ""): string {
  const lines: string[] = [];
  let line = indent;
  for (const word of text.split(" ")) {
    const longer = line === indent ? line + word : `${line} ${word}`;
    if (longer.length > width && line !== indent) {
      lines.push(line);
      line = indent + word;
    } else line = longer;
  }
  return [...lines, line].map((one) => `${one}\n`).join("");
}
