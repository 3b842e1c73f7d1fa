/**
 * The name of an environment as a marker holds it. A marker is an HTML comment, so that what could end one, and whatever is not ASCII, is
 * percent-encoded.
 */
export function encodeForMarker(environment: string): string {
  return environment
    .toWellFormed()
    .replaceAll(/[^\w ./-]/gu, encodeURIComponent)
    .replaceAll(/-(?=-|$)/g, "%2D");
}
