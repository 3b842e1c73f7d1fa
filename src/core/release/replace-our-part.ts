import { longestBody } from "./render-draft.ts";

/*
 * A draft's body belongs to two: what stands between our markers is ours and written anew each time; the rest is the
 * human's and never touched.
 */

/** The line before our part. */
export function beginMarker(tagName: string): string {
  return `<!-- sluice:release:begin ${inComment(tagName)} -->`;
}

/** The line after our part. */
export const endMarker = "<!-- sluice:release:end -->";

/** Our notes between their markers: what a new draft consists of. */
export function markOurPart(tagName: string, notes: string): string {
  return [beginMarker(tagName), notes, endMarker].join("\n");
}

/**
 * The body with our part replaced, in place; every other line stays as it is, its line break too (GitHub's editor writes
 * CRLF). Without markers ours comes after the human's text. A second part of ours goes.
 *
 * Where somebody took one marker away, nobody can tell whose the lines are: they all stay, and the new part comes where the
 * other marker stood.
 *
 * @param ourPart as {@link markOurPart} makes it
 */
export function replaceOurPart(existingBody: string, ourPart: string): string {
  const pieces = splitBody(existingBody);
  let written = false;
  const kept = pieces.map((piece) => {
    if (piece.kind === "theirs") return piece.text;
    const breakAfter = /\r?\n$/.exec(piece.text)?.[0] ?? "";
    const text = written ? "" : `${ourPart}${breakAfter}`;
    written = true;
    return text;
  });
  if (written) return kept.join("");
  const theirs = existingBody.replace(/\s+$/, "");
  return theirs === "" ? ourPart : `${theirs}\n\n${ourPart}`;
}

/** How many bytes are left for our notes beside a human's text and the markers; 0 when there is none. */
export function roomForNotes(existingBody: string, tagName: string): number {
  const withoutNotes = replaceOurPart(existingBody, markOurPart(tagName, ""));
  return Math.max(0, longestBody - Buffer.byteLength(withoutNotes, "utf8"));
}

type Piece = { readonly kind: "ours" | "theirs"; readonly text: string };

/** The body cut into pieces that together are the body again. A marker without its other half is a piece of ours by itself. */
function splitBody(body: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let open: { readonly marker: string; lines: string } | null = null;
  const abandon = () => {
    if (open !== null) {
      pieces.push({ kind: "ours", text: open.marker }, { kind: "theirs", text: open.lines });
    }
    open = null;
  };
  for (const line of body.split(/(?<=\n)/)) {
    const marker = markerOf(line);
    if (marker === "begin") {
      abandon();
      open = { marker: line, lines: "" };
    } else if (marker === "end") {
      pieces.push({ kind: "ours", text: open === null ? line : open.marker + open.lines + line });
      open = null;
    } else if (open !== null) {
      open = { marker: open.marker, lines: open.lines + line };
    } else pieces.push({ kind: "theirs", text: line });
  }
  abandon();
  return pieces;
}

function markerOf(line: string): "begin" | "end" | null {
  const text = line.trim();
  if (text === endMarker) return "end";
  return /^<!-- sluice:release:begin \S+ -->$/.test(text) ? "begin" : null;
}

/** A tag's name may hold what would end the comment. */
function inComment(tagName: string): string {
  return tagName.replaceAll("<", "%3C").replaceAll(">", "%3E");
}
