/** A large program's metrics page is some 100 KiB. */
const mostBytes = 4 * 2 ** 20;

/** The text of an answer; null if implausibly long. Any program may be answering. */
export async function boundedText(response: Response): Promise<string | null> {
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    if (bytes > mostBytes) return null; // also ends the connection
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
