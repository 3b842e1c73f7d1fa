/** The numbers of a server's `/metrics`, by name and labels as they are printed. */
export async function readMetrics(url: string): Promise<ReadonlyMap<string, number>> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return new Map(
    text.split("\n").map((line) => {
      const end = line.lastIndexOf(" ");
      return [line.slice(0, end), Number(line.slice(end + 1))];
    }),
  );
}

/** Whether no key is left to work on now; keys that wait for their time do not count. */
export async function isIdle(url: string): Promise<boolean> {
  // Of one moment: a key that goes from ready to leased in between would be seen in neither.
  const numbers = await readMetrics(url);
  return ["ready", "leased"].every((state) => !numbers.get(`sluice_queue_keys{state="${state}"}`));
}
