/** An app's address as variables of a load's command; none if it has no address. */
export function addressOf(url: string | null): Record<string, string> {
  if (url === null) return {};
  const { hostname, port } = new URL(url);
  return { URL: url, HOST: hostname, PORT: port };
}

/** The words of a command, with an app's address in place of `{url}`, `{host}` and `{port}`. */
export function withAddress(words: string[], url: string | null): string[] {
  const address = Object.entries(addressOf(url));
  return words.map((word) =>
    address.reduce((text, [name, value]) => text.replaceAll(`{${name.toLowerCase()}}`, value), word),
  );
}
