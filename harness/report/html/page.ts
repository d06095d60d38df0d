import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { builtFolder } from '../../package/folder.ts';
import { textureDefinitions } from './chart/textures.ts';
import { html, Html } from './html.ts';

const style = readFileSync(join(builtFolder, 'page', 'page.css'), 'utf8');
const script = readFileSync(join(builtFolder, 'page', 'crosshair.js'), 'utf8');

/** The whole document: self-contained, and allowed to do nothing but show itself. */
export function page(title: string, body: Html): string {
  const policy = `default-src 'none'; style-src ${hashOf(style)}; script-src ${hashOf(script)}; img-src data:; base-uri 'none'; form-action 'none'`;
  const document = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${new Html(policy)}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="no-referrer" />
        <title>${title}</title>
        <link rel="icon" href="data:," />
        ${verbatim('style', style)}
      </head>
      <body>
        ${textureDefinitions()} ${body} ${verbatim('script', script)}
      </body>
    </html>`;
  return `${document.source}\n`;
}

/** An element whose text is exactly what the policy's hash covers. */
function verbatim(element: 'style' | 'script', text: string): Html {
  return new Html(`<${element}>${text}</${element}>`);
}

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
