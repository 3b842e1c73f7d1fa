import type { FileNode } from "./snapshot-schema.ts";

/** A file's text as GitHub gives it; or why it can't be read whole, to complete "the file …". */
export function readText({
  object,
}: FileNode):
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "unreadable"; readonly why: string } {
  const unreadable = (why: string) => ({ kind: "unreadable", why }) as const;
  if (object?.__typename !== "Blob") return unreadable("is not a file");
  if (object.isBinary === true) return unreadable("is a binary file");
  if (object.isTruncated !== false) return unreadable("is too big: GitHub gives it only in part");
  return typeof object.text === "string"
    ? { kind: "text", text: object.text }
    : unreadable("has no text that GitHub can read");
}
