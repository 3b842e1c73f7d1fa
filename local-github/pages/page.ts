import { readFileSync } from "node:fs";
import type { Repository } from "../world/model.ts";
import { fullName } from "../world/world.ts";
import { type Html, html } from "./html.ts";

const style = readFileSync(new URL("style.css", import.meta.url), "utf8");

/** A whole page. */
export function page(title: string, body: Html): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Local GitHub</title>
<link rel="stylesheet" href="/style.css">
</head>
<body>
<header><a href="/">Local GitHub</a><span>a stand-in on this machine; nothing here leaves it</span></header>
<main>${body}</main>
</body>
</html>`.markup;
}

/** The pages' style sheet. */
export function styleSheet(): string {
  return style;
}

/** `owner / name`, linked. */
export function repositoryLink(repository: Repository): Html {
  const name = fullName(repository);
  return html`<a href="/${name}">${name}</a>`;
}

/** A round letter in an account's own colour. */
export function avatar({ login, id }: { readonly login: string; readonly id: number }): Html {
  const hue = (id * 47) % 360;
  const letter = login.slice(0, 1).toUpperCase();
  return html`<span class="avatar" style="--hue: ${hue}" title="${login}">${letter}</span>`;
}

/** A moment as people read it, in UTC. */
export function moment(timestamp: string): Html {
  const text = timestamp.replace("T", " ").replace(/:\d\dZ$/, "");
  return html`<time datetime="${timestamp}" title="UTC">${text}</time>`;
}
