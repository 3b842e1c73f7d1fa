/** Where a value stands: the keys and list indices that lead to it from the top. */
export type KeyPath = readonly (string | number)[];

/** The path as people write it: `approvals.high[0].from[1]`; empty for the whole file. */
export function formatKeyPath(path: KeyPath): string {
  let text = "";
  for (const step of path) {
    if (typeof step === "number") text += `[${step}]`;
    else if (!/^[\p{L}_][\p{L}\p{N}_-]*$/u.test(step)) text += `[${JSON.stringify(step)}]`;
    else text += text === "" ? step : `.${step}`;
  }
  return text;
}
