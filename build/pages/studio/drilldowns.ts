/**
 * Makes what a click does. Links go to views of this app and to Search only; none of them runs a command
 * that trains or deletes: Search shows the SPL, and the reader starts it.
 *
 * Inside a click, `row.<column>.value` is the clicked row, `click.value` and `click.name` the clicked
 * cell. Links use `customUrl`, which all releases of Studio have.
 */

/** The namespace of the tokens that only a click sets. */
export const ASKED = 'asked';

/** The name of the app's folder, which stands in the address of its pages. */
const APP = 'lstm_toolkit';

export interface Drilldown {
  readonly type: string;
  readonly options: object;
}

/** Sets tokens, each from a key of the click such as `row.host.value`, or to a fixed `value`. */
export function setTokens(
  tokens: Readonly<Record<string, string | { readonly value: string }>>,
): Drilldown {
  const list = Object.entries(tokens).map(([token, from]) =>
    typeof from === 'string' ? { token, key: from } : { token, value: from.value },
  );
  return { type: 'drilldown.setToken', options: { tokens: list } };
}

/** Sets tokens of the namespace `asked` from keys of the click: a search that runs because it was clicked. */
export function askTokens(tokens: Readonly<Record<string, string>>): Drilldown {
  const { type, options } = setTokens(tokens);
  return { type, options: { ...options, tokenNamespace: ASKED } };
}

/**
 * Opens another page of the app.
 *
 * @param tokens - the inputs of that page and what they get: a token, such as `row.model.value`, or a
 *   fixed `value`
 */
export function openView(
  view: string,
  tokens: Readonly<Record<string, string | { readonly value: string }>> = {},
): Drilldown {
  const values = Object.entries(tokens).map(([input, from]) => {
    return [input, typeof from === 'string' ? `$${from}|u$` : encodeURIComponent(from.value)];
  });
  return open(viewUrl(view, Object.fromEntries(values)), false);
}

/** Opens Search with SPL in its bar; tokens in it, such as `$row.host.value|s$`, are filled in. */
export function openSearch(spl: string): Drilldown {
  return open(searchUrl(spl), true);
}

/**
 * Opens Search as `openSearch` does, for the time of an input.
 *
 * @param time - the token of a time range
 */
export function openSearchAt(spl: string, time: string): Drilldown {
  return open(`${searchUrl(spl)}&earliest=$${time}.earliest|u$&latest=$${time}.latest|u$`, true);
}

/** Opens an address, which may name a column of the clicked row whole: `$row.link.value$`. */
export function openUrl(url: string): Drilldown {
  return open(url, true);
}

/** Returns the address of a page of the app; `values` are inserted as they are. */
export function viewUrl(view: string, values: Readonly<Record<string, string>> = {}): string {
  const query = Object.entries(values).map(([token, value]) => `form.${token}=${value}`);
  return `/app/${APP}/${view}${query.length === 0 ? '' : `?${query.join('&')}`}`;
}

/**
 * Returns the address of Search with SPL in its bar. The SPL is encoded here, and its tokens by Studio
 * when it fills them in.
 */
export function searchUrl(spl: string): string {
  const parts = spl.split(/(\$[\w.:()| -]+\$)/);
  const encoded = parts.map((part, index) =>
    index % 2 === 0 ? encodeURIComponent(part) : `${part.slice(0, -1)}|u$`,
  );
  return `/app/${APP}/search?q=${encoded.join('')}`;
}

/** Returns the address of a document of the app's help. */
export function helpUrl(document: string): string {
  return `/static/app/${APP}/help/${document}.html`;
}

function open(url: string, newTab: boolean): Drilldown {
  return { type: 'drilldown.customUrl', options: { url, newTab } };
}
