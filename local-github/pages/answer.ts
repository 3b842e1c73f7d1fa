import type { Answer, Services } from "../rest/route.ts";

/** The pages for people. */
export async function answerPage(_services: Services, _path: string): Promise<Answer> {
  return { status: 404, body: "<!doctype html><p>Not found" };
}
