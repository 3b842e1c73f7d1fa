import { html, raw } from "hono/html";
import type { HtmlEscapedString } from "hono/utils/html";

export type Markup = HtmlEscapedString | Promise<HtmlEscapedString>;

/** The room for marks inside a chart, in SVG units. */
export const plot = { left: 52, right: 620, top: 12, bottom: 232 } as const;

export type Tick = { readonly at: number; readonly label: string };

export type Frame = {
  /** Read out in place of the picture. */
  readonly description: string;
  readonly xTicks: readonly Tick[];
  readonly yTicks: readonly Tick[];
  readonly xLabel: string;
};

/** A chart as one SVG element: grid, tick labels, and the marks that are given. */
export function drawChart({ description, xTicks, yTicks, xLabel }: Frame, marks: Markup): Markup {
  return html`<svg viewBox="0 0 640 276" role="img" aria-label="${description}">
    ${yTicks.map(
      ({ at, label }) => html`
        <line class="grid" x1="${plot.left}" x2="${plot.right}" y1="${fix(at)}" y2="${fix(at)}" />
        <text class="tick" x="${plot.left - 8}" y="${fix(at + 4)}" text-anchor="end">${label}</text>`,
    )}
    ${xTicks.map(
      ({ at, label }) => html`
        <text class="tick" x="${fix(at)}" y="${plot.bottom + 18}" text-anchor="middle">${label}</text>`,
    )}
    ${marks}
    <line class="axis" x1="${plot.left}" x2="${plot.right}" y1="${plot.bottom}" y2="${plot.bottom}" />
    <text class="label" x="${plot.right}" y="${plot.bottom + 38}" text-anchor="end">${xLabel}</text>
  </svg>`;
}

/** Ticks of a d3 scale, each with its place and its label. */
export function ticksOf<Value>(
  scale: { (value: Value): number; ticks(count: number): Value[] },
  count: number,
  label: (value: Value) => string,
): readonly Tick[] {
  return scale.ticks(count).map((value) => ({ at: scale(value), label: label(value) }));
}

/** A vertical line with its name, for a level's first score or the like. */
export function drawMarker(at: number, name: string): Markup {
  return html`<line class="marker" x1="${fix(at)}" x2="${fix(at)}" y1="${plot.top}" y2="${plot.bottom}" />
    <text class="tick" x="${fix(at + 4)}" y="${plot.top + 10}">${name}</text>`;
}

export function drawPath(className: string, path: string | null): Markup {
  return html`<path class="${className}" d="${raw(path ?? "")}" />`;
}

/** A coordinate with one digit after the point: enough for the eye. */
export function fix(coordinate: number): string {
  return coordinate.toFixed(1);
}
