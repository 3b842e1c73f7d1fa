/** What went wrong with a request, and how to right it. */
export type Problem = {
  readonly status: 400 | 401 | 404 | 409 | 413 | 503;
  readonly title: string;
  readonly detail: string;
};

/** A problem as RFC 9457 has it: https://www.rfc-editor.org/rfc/rfc9457 */
export function problemResponse(problem: Problem, instance: string): Response {
  const { status, title, detail } = problem;
  const headers: Record<string, string> = { "content-type": "application/problem+json" };
  // https://www.rfc-editor.org/rfc/rfc6750#section-3
  if (status === 401) headers["www-authenticate"] = 'Bearer realm="gates"';
  if (status === 503) headers["retry-after"] = "5";
  const body = { type: "about:blank", title, status, detail, instance };
  return new Response(JSON.stringify(body), { status, headers });
}
