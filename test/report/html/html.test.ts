import { describe, expect, it } from 'vitest';
import { html, long } from '../../../harness/report/html/html.ts';

describe('a piece of a page', () => {
  it('makes text from outside inert, in an element and in an attribute', () => {
    const evil = `"><script>alert('1')</script>&`;
    expect(html`<p title="${evil}">${evil}</p>`.source).toBe(
      '<p title="&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;">&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;</p>',
    );
  });

  it('leaves pieces of a page as they are, one by one or in a list, and nothing for what is not there', () => {
    expect(html`${[html`<i>${'<'}</i>`, null, false, 7]}`.source).toBe('<i>&lt;</i>7');
  });

  it('shows control characters and turns of direction, and drops colours', () => {
    expect(html`${'a\u0000b\u001b[31mred\u001b[0m\u202Etxt\u0085'}`.source).toBe('a␀bred\\u202etxt\uFFFD');
  });

  it('keeps line feeds and tabs, and mends half of a pair of surrogates', () => {
    expect(html`${'a\r\n\tb\uD800'}`.source).toBe('a\n\tb\uFFFD');
  });

  it('cuts a text of 10 MB and says how much it left out', () => {
    const { source } = html`${'x'.repeat(10_000_000)}`;
    expect(source.length).toBeLessThan(2100);
    expect(source).toContain('… (9,998,000 characters more)');
    expect(long('y'.repeat(5000), 4000).source).toContain('… (1,000 characters more)');
  });
});
