/**
 * Whether a line may leave code, HTML, or a link's text or target open, so that the line below stands in it. Where only the
 * rest of the paragraph could tell, the answer is yes.
 */
export function leavesOpen(line: string): boolean {
  return (
    line.lastIndexOf("<!--") > line.lastIndexOf("-->") ||
    line.lastIndexOf("[") > line.lastIndexOf("]") ||
    line.lastIndexOf("](") > line.lastIndexOf(")") ||
    leavesTagOpen(line) ||
    leavesCodeOpen(line)
  );
}

function leavesTagOpen(line: string): boolean {
  const last = line.slice(line.lastIndexOf("<"));
  return /^<[A-Za-z/!?]/.test(last) && !last.includes(">");
}

/** Code ends at the next run of as many backticks as it begins with; what stands between them is part of it. */
function leavesCodeOpen(line: string): boolean {
  const runs = (line.match(/`+/g) ?? []).map((run) => run.length);
  for (let at = 0; at < runs.length; ) {
    const end = runs.indexOf(runs[at] ?? 0, at + 1);
    if (end === -1) return true;
    at = end + 1;
  }
  return false;
}
