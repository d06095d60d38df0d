import { chromium } from 'playwright-core';
const [from, to] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
const page = await browser.newPage({ viewport: { width: 1200, height: 800 }, deviceScaleFactor: 1.5 });
await page.goto('file://' + from);
await page.locator('main').screenshot({ path: to });
await browser.close();
