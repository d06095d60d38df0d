/** A metrics page of a large program has some 100 KiB. */
const mostBytes = 4 * 2 ** 20;

/** The text of an answer; null where it is longer than any that is meant well. Who answers may be anybody's program. */
export async function boundedText(response: Response): Promise<string | null> {
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    if (bytes > mostBytes) return null; // which ends the connection, too
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
