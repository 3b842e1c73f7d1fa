import { TerminalError } from "#core/errors.ts";

const mostRedirects = 3;

/**
 * A `fetch` that reaches one origin only, whatever a redirect or a link in an answer says: tokens go nowhere else.
 *
 * Reads follow redirects within the origin (GitHub redirects from a repository's former name); writes follow none, since a
 * redirected write may arrive as a read.
 *
 * @throws TerminalError when asked for another origin
 */
export function createSameOriginFetch(baseUrl: string): typeof globalThis.fetch {
  const { origin } = new URL(baseUrl);

  return async (input, init) => {
    let url = new URL(input instanceof Request ? input.url : input);
    for (let redirects = 0; ; redirects++) {
      if (url.origin !== origin) {
        throw new TerminalError(
          `A request to ${url.origin} was not sent: only ${origin} is configured.`,
        );
      }
      const response = await globalThis.fetch(url, { ...init, redirect: "manual" });
      const location = response.headers.get("location");
      const redirected = response.status >= 300 && response.status < 400 && location !== null;
      if (!redirected || response.status === 304) return response;
      await response.body?.cancel();
      if ((init?.method ?? "GET") !== "GET" || redirects === mostRedirects) {
        throw new TerminalError(
          `GitHub redirects ${init?.method ?? "GET"} ${url.pathname}, which is not followed.`,
        );
      }
      url = new URL(location, url);
    }
  };
}
