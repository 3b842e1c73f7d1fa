import MarkdownIt from "markdown-it";
import { escapeHtml, Html } from "./html.ts";

const renderer = new MarkdownIt({ html: true, linkify: true, breaks: true });

// Of HTML, only what folds text and breaks lines passes; comments are not shown, all else is text.
renderer.renderer.rules.html_block = (tokens, index) => harmless(tokens[index]?.content ?? "");
renderer.renderer.rules.html_inline = (tokens, index) => harmless(tokens[index]?.content ?? "");

/** Renders GitHub-flavoured Markdown (tables, struck text, bare links) that somebody unknown wrote. */
export function markdown(text: string): Html {
  return new Html(renderer.render(text));
}

function harmless(markup: string): string {
  return markup
    .replaceAll(/<!--.*?-->/gs, "")
    .split(/(<\/?(?:details|summary|br)(?: open)?\s*\/?>)/)
    .map((piece, index) => (index % 2 === 1 ? piece : escapeHtml(piece)))
    .join("");
}
